"""A small compiler of Schematron to XSLT 2, run by SaxonC: as much of ISO 19757-3 as the official rules of XRechnung use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree

SCH = "{http://purl.oclc.org/dsdl/schematron}"
XSL = "http://www.w3.org/1999/XSL/Transform"


def compile_rules(path: Path) -> str:
    """Return a stylesheet that writes one line ``rule flag`` for each assertion that fails."""
    schema = etree.parse(str(path)).getroot()
    for include in schema.findall(f"{SCH}include"):
        part = etree.parse(str(path.parent / include.get("href"))).getroot()
        include.getparent().replace(include, part)
    spaces = {item.get("prefix"): item.get("uri") for item in schema.findall(f"{SCH}ns")}
    sheet = etree.Element(f"{{{XSL}}}stylesheet", nsmap={"xsl": XSL, **schema.nsmap, **spaces, None: SCH[1:-1]} | {
        "xs": "http://www.w3.org/2001/XMLSchema"
    })  # fmt: skip
    sheet.set("version", "2.0")
    etree.SubElement(sheet, f"{{{XSL}}}output", method="text")
    for function in schema.findall(f"{{{XSL}}}function"):
        sheet.append(function)
    start = etree.SubElement(sheet, f"{{{XSL}}}template", match="/")
    for place, pattern in enumerate(schema.findall(f"{SCH}pattern")):
        mode = f"p{place}"
        etree.SubElement(start, f"{{{XSL}}}apply-templates", select="/*", mode=mode)
        for let in pattern.findall(f"{SCH}let"):
            etree.SubElement(sheet, f"{{{XSL}}}variable", name=let.get("name"), select=let.get("value"))
        rules = pattern.findall(f"{SCH}rule")
        for number, rule in enumerate(rules):
            template = etree.SubElement(
                sheet, f"{{{XSL}}}template", match=rule.get("context"), mode=mode, priority=str(1000 - number)
            )
            for part in rule:
                _write(template, part)
            etree.SubElement(template, f"{{{XSL}}}apply-templates", select="@*|*", mode=mode)
        rest = etree.SubElement(sheet, f"{{{XSL}}}template", match="@*|node()", mode=mode, priority="-1")
        etree.SubElement(rest, f"{{{XSL}}}apply-templates", select="@*|*", mode=mode)
    return etree.tostring(sheet).decode()


def _write(template: Any, part: Any) -> None:
    if part.tag == f"{SCH}let":
        etree.SubElement(template, f"{{{XSL}}}variable", name=part.get("name"), select=part.get("value"))
    elif part.tag == f"{SCH}assert":
        choose = etree.SubElement(template, f"{{{XSL}}}if", test=f"not({part.get('test')})")
        etree.SubElement(choose, f"{{{XSL}}}text").text = f"{part.get('id')} {part.get('flag', 'fatal')}\n"


class Judge:
    """The official rules of one syntax."""

    def __init__(self, path: Path) -> None:
        from saxonche import PySaxonProcessor

        self._processor = PySaxonProcessor(license=False)
        self._sheet = self._processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=compile_rules(path))

    def broken(self, xml: bytes) -> dict[str, str]:
        """Return the rules that an invoice breaks, each with its flag; what is said for information breaks nothing."""
        report = self._sheet.transform_to_string(xdm_node=self._processor.parse_xml(xml_text=xml.decode()))
        told = dict(line.split() for line in report.split("\n") if line and not line.startswith("<?"))
        return {rule: flag for rule, flag in told.items() if flag != "information"}
