"""Electronic invoices of others: ZUGFeRD and Factur-X as PDF, XRechnung as XML in UBL or CII; read whole, or refused by name."""

from __future__ import annotations

import base64
import binascii
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

import pikepdf
from facturx import parse_ubl_cii_xml

from kontor.invoicing.errors import NoElectronicInvoice
from kontor.invoicing.rules.validation import Fault, judge
from kontor.kernel.xml import MOST_BYTES, XmlUnreadable, read_xml

# Names under which the norm and its forerunners put the XML into a PDF.
NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml")
# What may travel inside an invoice (EN 16931, BT-125).
MEDIA_TYPES = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "text/csv",
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.oasis.opendocument.spreadsheet"}
)  # fmt: skip
_CII, _UBL = "CrossIndustryInvoice", ("Invoice", "CreditNote")
# UNTDID 1001: what takes back instead of asking for money.
CREDIT_TYPES = frozenset({"381", "396", "532"})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the invoice (BG-24)."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class IncomingInvoice:
    """An invoice as it was received. ``terms`` are its business terms by the numbers of EN 16931, ``fields`` is every value that
    stands in it with its path, so that nothing of it is lost; ``faults`` are the rules that it breaks.
    """

    syntax: str
    number: str
    type_code: str
    issued_on: date | None
    due_on: date | None
    currency: str
    seller: str
    seller_vat_id: str
    buyer: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    payable: Decimal
    terms: Mapping[str, Any]
    fields: tuple[tuple[str, str], ...]
    attachments: tuple[Attachment, ...]
    faults: tuple[Fault, ...]
    xml: bytes


# An invoice of a thousand lines has some thirty thousand; and no invoice comes to a billion.
MOST_ELEMENTS, MOST_AMOUNT = 100_000, Decimal(10) ** 12


def read_incoming(content: bytes) -> IncomingInvoice:
    """Read an invoice that came as XML, or as a PDF with the XML inside. Refuses: NoElectronicInvoice."""
    if not content.strip():
        raise NoElectronicInvoice("The file is empty.")
    if len(content) > MOST_BYTES:
        raise NoElectronicInvoice("The file is larger than 20 MB.")
    xml = _inside(content) if content.lstrip()[:5] == b"%PDF-" else content
    try:
        root = read_xml(xml)
    except XmlUnreadable as fault:
        raise NoElectronicInvoice(str(fault)) from None
    if sum(1 for _element in islice(root.iter(), MOST_ELEMENTS + 1)) > MOST_ELEMENTS:
        raise NoElectronicInvoice("The invoice has more fields than anybody reads.", most=MOST_ELEMENTS)
    kind = _name(root)
    if kind != _CII and kind not in _UBL:
        raise NoElectronicInvoice("The XML is no invoice of EN 16931: it is neither CII nor UBL.", found=kind)
    try:
        # By now it brings no entity and no document type: this reader, which asks less, meets nothing it could fall for.
        told = parse_ubl_cii_xml(xml, check_xsd=False)
    except Exception as fault:  # noqa: BLE001 - the library raises what its paths run into
        raise NoElectronicInvoice("The invoice lacks what every invoice has.", why=str(fault)[:200]) from None
    terms = {key: value for key, value in told.items() if not isinstance(value, bytes)}
    seller, buyer = terms.get("BG-4", {}), terms.get("BG-7", {})
    return IncomingInvoice(
        syntax="CII" if kind == _CII else "UBL", number=str(terms.get("BT-1", "")), type_code=str(terms.get("BT-3", "")),
        issued_on=_day(terms.get("BT-2")), due_on=_day(terms.get("BT-9")), currency=str(terms.get("BT-5", "")),
        seller=_party(root, "Supplier", seller), seller_vat_id=str(seller.get("vat_identifier", "")),
        buyer=_party(root, "Customer", buyer),
        net=_amount(terms, "BT-109"), tax=_amount(terms, "BT-110"), gross=_amount(terms, "BT-112"),
        payable=_amount(terms, "BT-115"), terms=_plain(terms), fields=tuple(_fields(root, _name(root))),
        attachments=tuple(_attachments(root)), faults=tuple(judge(xml)), xml=xml,
    )  # fmt: skip


def _party(root: Any, side: str, told: Mapping[str, Any]) -> str:
    """Return the name under which a party is registered (BT-27, BT-44), not the one under which it trades."""
    registered = root.find(f"{{*}}Accounting{side}Party/{{*}}Party/{{*}}PartyLegalEntity/{{*}}RegistrationName")
    return str(told.get("name", "")) if registered is None else (registered.text or "").strip()


def _inside(content: bytes) -> bytes:
    """Return the XML of a ZUGFeRD or Factur-X file. Only that is unpacked, and no more of it than an invoice has."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            attached = {name.lower(): it for name, it in pdf.attachments.items()}
            for name in NAMES:
                if name in attached:
                    return _unpack(attached[name].get_file().obj)
    except pikepdf.PasswordError:
        raise NoElectronicInvoice("The PDF is locked with a password.") from None
    except pikepdf.PdfError:
        raise NoElectronicInvoice("The PDF is damaged.") from None
    raise NoElectronicInvoice(
        "The PDF holds no electronic invoice: it is a picture of one, which needs no acceptance since 2025.",
        attachments=", ".join(sorted(attached))[:200] or "none",
    )


def _unpack(stream: Any) -> bytes:
    """Unpack a file inside a PDF up to the limit: a megabyte of it may unpack to a thousand."""
    raw, packing = bytes(stream.read_raw_bytes()), stream.get("/Filter")
    if packing is None:
        unpacked = raw
    elif str(packing) == "/FlateDecode" or (
        isinstance(packing, pikepdf.Array) and [str(it) for it in packing] == ["/FlateDecode"]
    ):
        try:
            unpacked = zlib.decompressobj().decompress(raw, MOST_BYTES + 1)
        except zlib.error:
            raise NoElectronicInvoice("The PDF is damaged.") from None
    else:
        raise NoElectronicInvoice(
            "The invoice inside the PDF is packed in a way that is not read here.", packing=packing
        )
    if len(unpacked) > MOST_BYTES:
        raise NoElectronicInvoice("The file is larger than 20 MB.")
    return unpacked


def _fields(node: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield every value with its path: texts of elements, and attributes."""
    for name, value in node.attrib.items():
        yield f"{path}/@{name.rsplit('}', 1)[-1]}", value
    children = [child for child in node if isinstance(child.tag, str)]
    text = (node.text or "").strip()
    if text:
        yield path, text
    counts: dict[str, int] = {}
    for child in children:
        name = _name(child)
        counts[name] = counts.get(name, 0) + 1
        yield from _fields(child, f"{path}/{name}" + (f"[{counts[name]}]" if counts[name] > 1 else ""))


def _attachments(root: Any) -> Iterator[Attachment]:
    for node in root.iter():
        if isinstance(node.tag, str) and _name(node) in ("EmbeddedDocumentBinaryObject", "AttachmentBinaryObject"):
            try:
                content = base64.b64decode("".join((node.text or "").split()), validate=True)
            except binascii.Error:
                raise NoElectronicInvoice(
                    "A file inside the invoice is damaged.", file=node.get("filename", "")
                ) from None
            yield Attachment(_file_name(node.get("filename", "")), _media_type(node.get("mimeCode", "")), content)


def _media_type(told: str) -> str:
    """Return a type that the norm allows (BT-125-1); whatever else a stranger says is bytes."""
    return told if told in MEDIA_TYPES else "application/octet-stream"


def _file_name(told: str) -> str:
    """Return the last part of a name, without what no name of a file has."""
    name = "".join(it for it in told.replace("\\", "/").rsplit("/", 1)[-1] if it.isprintable()).strip(". ")
    return name[:150] or "attachment"


def _name(node: Any) -> str:
    return str(node.tag).rsplit("}", 1)[-1]


def _amount(terms: Mapping[str, Any], term: str) -> Decimal:
    told = str(terms.get(term) or "0")
    try:
        amount = Decimal(told)
    except InvalidOperation:
        raise NoElectronicInvoice("An amount cannot be read.", term=term, amount=told[:40]) from None
    if not amount.is_finite() or abs(amount) >= MOST_AMOUNT:
        raise NoElectronicInvoice("An amount cannot be read.", term=term, amount=told[:40])
    return amount


def _day(value: Any) -> date | None:
    if isinstance(value, (list, tuple)):  # the profile EXTENDED may tell several: the first one counts
        value = value[0] if value else None
    if isinstance(value, date):
        return value
    if not value:
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise NoElectronicInvoice("A day cannot be read.", day=value) from None


def _plain(value: Any) -> Any:
    """Return terms as JSON can keep them; files go their own way."""
    if isinstance(value, Mapping):
        return {str(key): _plain(it) for key, it in value.items() if not isinstance(it, bytes)}
    if isinstance(value, (list, tuple)):
        return [_plain(it) for it in value]
    return value if isinstance(value, (str, int, bool)) or value is None else str(value)
