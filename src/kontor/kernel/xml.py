"""XML from outside, read like a letter from a stranger: no entity, no document type, no network."""

from __future__ import annotations

from typing import Any

from lxml import etree

MOST_BYTES = 20 * 1024 * 1024


class XmlUnreadable(ValueError):
    """It is no XML that may be read here; the text says why."""


def read_xml(xml: bytes) -> Any:
    """Return the root of an XML document. Raises XmlUnreadable for bombs, entities, and what is no XML."""
    if len(xml) > MOST_BYTES:
        raise XmlUnreadable("It is larger than 20 MB.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as fault:
        raise XmlUnreadable(f"It is no well-formed XML: {fault.msg}") from None
    if root.getroottree().docinfo.doctype:
        raise XmlUnreadable("It brings a document type of its own (DTD), which it does not need.")
    return root
