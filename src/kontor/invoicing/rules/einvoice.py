"""The electronic invoice: EN 16931 as XML, in the syntax CII (ZUGFeRD, XRechnung) or UBL (XRechnung)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from facturx import generate_cii_xml, generate_ubl_xml

from kontor.invoicing.rules.items import InvoiceItem
from kontor.invoicing.rules.totals import Totals
from kontor.kernel.address import Address
from kontor.kernel.text import blank_controls

# BT-3 (UNTDID 1001): a reversal or correction is a corrected invoice with quantities taken back.
TYPE_CODES = {"invoice": "380", "reversal": "384", "correction": "384"}
EN16931 = "urn:cen.eu:en16931:2017"
# BT-24 of XRechnung 3.0, and the business process that it asks for (BT-23).
XRECHNUNG = f"{EN16931}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
PEPPOL_BILLING = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
SEPA_TRANSFER, NOT_DEFINED = "58", "1"
# Code list EAS: mail addresses, and the Leitweg-ID of German authorities.
EMAIL_SCHEME, LEITWEG_SCHEME = "EM", "0204"


@dataclass(frozen=True, slots=True)
class Seller:
    """Who issues: as it stood on the day of issue. ``logo`` is the SHA-256 of the picture on the paper."""

    name: str
    street: str
    postal_code: str
    city: str
    country: str
    vat_id: str = ""
    tax_number: str = ""
    email: str = ""
    phone: str = ""
    contact: str = ""
    iban: str = ""
    bic: str = ""
    register: str = ""
    logo: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that stands on a document, but not yet how it is written down. ``paid`` is what was paid before (BT-113)."""

    kind: str
    number: str
    issued_on: date
    delivered_on: date | None
    due_on: date | None
    currency: str
    order: str
    seller: Seller
    buyer: Address
    ship_to: Address
    items: tuple[InvoiceItem, ...]
    totals: Totals
    buyer_vat_id: str = ""
    buyer_reference: str = ""
    # Where the buyer takes electronic invoices (BT-49), with the scheme of that address (code list EAS).
    buyer_endpoint: str = ""
    buyer_scheme: str = ""
    paid: Decimal = Decimal(0)
    corrects: str = ""
    corrects_on: date | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    # Its VAT was reckoned from its net: so it was once, and its corrections add up to it.
    vat_from_net: bool = False
    # What was agreed are prices without VAT: so its positions are written.
    net_prices: bool = False


def build_einvoice(sheet: Sheet, *, syntax: str = "cii", public: bool = False) -> bytes:
    """Return the document as XML. ``public`` writes an XRechnung, for buyers of the state; else the core of EN 16931."""
    facts = _writable(_facts(sheet))
    build = generate_ubl_xml if syntax == "ubl" else generate_cii_xml
    xml: bytes = build(facts, level="en16931", check_xsd=False, check_schematron=False)
    if public:
        xml = xml.replace(f">{EN16931}<".encode(), f">{XRECHNUNG}<".encode(), 1)
    return xml


def _writable(value: Any) -> Any:
    """Return facts without what XML cannot hold: orders of earlier days may have control characters in their titles."""
    if isinstance(value, str):
        return blank_controls(value)
    if isinstance(value, dict):
        return {name: _writable(it) for name, it in value.items()}
    return [_writable(it) for it in value] if isinstance(value, list) else value


def _facts(sheet: Sheet) -> dict[str, Any]:
    """Return the fields by their numbers in the norm."""
    totals = sheet.totals
    due = totals.gross - sheet.paid
    facts: dict[str, Any] = {
        "BT-1": sheet.number, "BT-2": sheet.issued_on, "BT-3": TYPE_CODES[sheet.kind], "BT-5": sheet.currency,
        "BT-23": PEPPOL_BILLING, "BT-13": sheet.order,
        "BG-4": _seller(sheet.seller), "BG-7": _buyer(sheet), "BG-13": _party(sheet.ship_to),
        "BG-23": [_group(group, sheet.reasons) for group in totals.groups],
        "BG-25": [_line(at, item, net) for at, (item, net) in enumerate(zip(sheet.items, totals.nets, strict=True), 1)],
        "BT-106": _text(totals.net), "BT-109": _text(totals.net), "BT-110": _text(totals.tax),
        "BT-112": _text(totals.net + totals.tax), "BT-113": _text(sheet.paid), "BT-115": _text(due),
    }  # fmt: skip
    if sheet.delivered_on:
        facts["BT-72"] = sheet.delivered_on
    if totals.rounding:
        facts["BT-114"] = _text(totals.rounding)
    if sheet.buyer_reference:
        facts["BT-10"] = sheet.buyer_reference
    if due > 0 and sheet.due_on:
        facts["BT-9"] = sheet.due_on
    facts["BT-81"] = SEPA_TRANSFER if sheet.seller.iban and due > 0 else NOT_DEFINED
    if sheet.seller.iban and due > 0:
        facts |= {"BT-84": sheet.seller.iban, "BT-85": sheet.seller.name, "BT-83": sheet.number}
        if sheet.seller.bic:
            facts["BT-86"] = sheet.seller.bic
    if sheet.corrects:
        facts["BG-3"] = [{"BT-25": sheet.corrects, **({"BT-26": sheet.corrects_on} if sheet.corrects_on else {})}]
    return facts


def _seller(seller: Seller) -> dict[str, Any]:
    party: dict[str, Any] = {
        "name": seller.name, "country_code": seller.country, "city": seller.city, "postcode": seller.postal_code,
        "addr_l1": seller.street,
    }  # fmt: skip
    if seller.vat_id:
        party["vat_identifier"] = seller.vat_id
    if seller.tax_number:
        party["tax_identifier"] = seller.tax_number
    # Somebody who has no VAT id is known by his register, else by his tax number (BR-CO-26: BT-29, BT-30 or BT-31).
    if seller.register:
        party["legal_identifier"] = seller.register
    elif not seller.vat_id and seller.tax_number:
        party["identifiers"] = {None: seller.tax_number}  # of no scheme
    if seller.email:
        party |= {"einvoicing_addr": seller.email, "einvoicing_addr_schemeid": EMAIL_SCHEME}
    if seller.email or seller.phone:
        told = {"name": seller.contact or seller.name, "phone": seller.phone, "email": seller.email}
        party["contacts"] = [{name: value for name, value in told.items() if value}]
    return party


def _buyer(sheet: Sheet) -> dict[str, Any]:
    party = _party(sheet.buyer, sheet.buyer_vat_id)
    endpoint, scheme = endpoint_of(sheet)
    if endpoint:
        party |= {"einvoicing_addr": endpoint, "einvoicing_addr_schemeid": scheme}
    return party


def endpoint_of(sheet: Sheet) -> tuple[str, str]:
    """Return the buyer's electronic address with its scheme: the one that was told, else the mail address of a business or of the
    state, else the Leitweg-ID of a buyer of the state.
    """
    if sheet.buyer_endpoint:
        return sheet.buyer_endpoint, sheet.buyer_scheme or EMAIL_SCHEME
    if sheet.buyer.email and (sheet.buyer_vat_id or sheet.buyer_reference):
        return sheet.buyer.email, EMAIL_SCHEME
    return (sheet.buyer_reference, LEITWEG_SCHEME) if sheet.buyer_reference else ("", "")


def _party(address: Address, vat_id: str = "") -> dict[str, Any]:
    party: dict[str, Any] = {"name": address.company or address.name, "country_code": address.country}
    for name, value in (
        ("city", address.city), ("postcode", address.postal_code), ("addr_l1", address.street), ("addr_l2", address.extra),
        ("vat_identifier", vat_id),
    ):  # fmt: skip
        if value:
            party[name] = value
    return party


def _group(group: Any, reasons: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "BT-116": _text(group.net), "BT-117": _text(group.tax), "BT-118": group.category,
    }  # fmt: skip
    if group.category != "O":
        told["BT-119"] = _rate(group.rate)
    if group.category not in ("S", "Z"):
        told["BT-120"] = reasons.get(group.category, group.category)
        if group.code:
            told["BT-121"] = group.code
    return told


def _line(position: int, item: InvoiceItem, net: Decimal) -> dict[str, Any]:
    """Return a line. What is taken back has a negative quantity, because no price may be negative (BR-27)."""
    quantity = -item.quantity if net < 0 else item.quantity
    price, base = _price(net, quantity)
    line: dict[str, Any] = {
        "BT-126": str(position), "BT-129": str(quantity), "BT-130": "C62", "BT-131": _text(net), "BT-146": str(price),
        "BT-151": item.category, "BT-153": item.title,
    }  # fmt: skip
    if base != 1:
        line["BT-149"] = str(base)
    if item.category != "O":
        line["BT-152"] = _rate(item.rate)
    if item.sku:
        line["BT-155"] = item.sku
    return line


def _price(net: Decimal, quantity: int) -> tuple[Decimal, int]:
    """Return the price of so many pieces that price times quantity is the line to the cent (PEPPOL-EN16931-R120): of
    one piece where
    four decimals tell it, else of all of them (BT-149).
    """
    if not quantity:
        return net, 1
    each = (net / quantity).quantize(Decimal("0.0001"))
    return (each, 1) if (each * quantity).quantize(Decimal("0.01")) == net else (abs(net), abs(quantity))


def _text(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _rate(rate: Decimal) -> str:
    return f"{rate.normalize():f}"
