"""The writer of invoices: the paper by typst, the electronic invoice inside, the code that banking apps read."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from importlib.resources import files
from io import BytesIO
from typing import Any

import pikepdf
import segno
import typst
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from facturx import generate_xmp_bytes

from kontor.invoicing.rules import WORDS, Sheet, build_einvoice, language_of, letter_lines
from kontor.kernel.money import unit_of
from kontor.kernel.typesetting import typeset


def write_papers(sheet: Sheet, *, language: str, own: bytes | None = None, logo: str = "") -> tuple[bytes, bytes]:
    """Return a document as PDF/A-3 with the electronic invoice inside (ZUGFeRD, profile EN 16931), and that XML alone.

    ``own``: the merchant's own template; ``logo``: his picture, as SVG. For a buyer with a reference of the state the XML is an
    XRechnung.
    """
    inside = build_einvoice(sheet)
    title = WORDS[language_of(language)][sheet.kind]
    about = {
        "author": sheet.seller.name, "title": f"{title} {sheet.number}", "subject": sheet.order, "keywords": "ZUGFeRD, Factur-X",
    }  # fmt: skip
    paper = _render(sheet, language_of(language), own=own, logo=logo)
    return _embed(paper, inside, about), build_einvoice(sheet, public=True) if sheet.buyer_reference else inside


def _embed(paper: bytes, xml: bytes, about: dict[str, str]) -> bytes:
    """Return the paper with the electronic invoice inside, as Factur-X 1.0 asks for: attached as data, and named in the metadata.

    The library factur-x does the same in five times the time; a test reads the result with it.
    """
    with pikepdf.open(BytesIO(paper)) as document:
        inside = pikepdf.AttachedFileSpec(  # type: ignore[call-arg]
            document,
            xml,
            filename="factur-x.xml",
            mime_type="text/xml",
            description="Factur-X",
            relationship=pikepdf.Name.Data,
        )
        document.attachments["factur-x.xml"] = inside
        document.Root.AF = pikepdf.Array([inside.obj])
        named = generate_xmp_bytes("factur-x", "en16931", None, about)
        document.Root.Metadata = document.make_stream(named, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        # PDF/A: what stands in both places must be equal, so it stands in the metadata alone.
        del document.docinfo
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def _render(sheet: Sheet, language: str, *, own: bytes | None, logo: str) -> bytes:
    words = WORDS[language]
    if sheet.net_prices:
        words = {**words, "unit_price": words["unit_price_net"], "amount": words["amount_net"]}
    totals = sheet.totals
    due = totals.gross - sheet.paid

    def money(amount: Decimal) -> str:
        return format_currency(amount, sheet.currency, locale=language)

    def unit_price(amount: Decimal) -> str:
        # What was agreed is the amount: a price of one piece that is no whole cents was agreed by nobody.
        return "" if amount % unit_of(sheet.currency) else money(amount)

    def percent(rate: Decimal) -> str:
        return format_decimal(rate, format="#,##0.##", locale=language)

    seller, rows_of = sheet.seller, list(zip(sheet.items, totals.nets, strict=True))
    rows = [
        (words["tax"].format(rate=percent(group.rate), net=money(group.net)), money(group.tax))
        for group in totals.groups if group.category in ("S", "Z")
    ]  # fmt: skip
    if totals.rounding:
        rows.append((words["rounding"], money(totals.rounding)))
    data: dict[str, Any] = {
        "title": words[sheet.kind], "number": sheet.number, "language": language, "words": words,
        "seller": {
            "name": seller.name, "street": seller.street, "postal_code": seller.postal_code, "city": seller.city,
            "vat_id": seller.vat_id, "tax_number": seller.tax_number, "register": seller.register, "iban": seller.iban,
            "bic": seller.bic, "email": seller.email, "phone": seller.phone, "contact": seller.contact, "footer": seller.footer,
        },
        "logo": logo, "recipient": letter_lines(sheet.buyer, home=seller.country, language=language),
        "date": format_date(sheet.issued_on, locale=language),
        "delivered": format_date(sheet.delivered_on, locale=language) if sheet.delivered_on else words["not_yet"],
        "order": sheet.order, "corrects": sheet.corrects,
        "buyer_vat_id": sheet.buyer_vat_id, "reasons": list(sheet.reasons.values()),
        "items": [
            {
                "sku": item.sku, "title": item.title, "quantity": str(pieces),
                "unit_price": unit_price(agreed / pieces), "rate": f"{percent(item.rate)} %", "gross": money(agreed),
            }
            for item, pieces, agreed in (
                (it, -it.quantity if net < 0 and it.sku else it.quantity, net if sheet.net_prices else it.amount.gross)
                for it, net in rows_of
            )
        ],
        "net": money(totals.net), "rows": rows, "gross": money(totals.gross),
        "paid": money(sheet.paid) if sheet.paid else "", "due": money(due) if sheet.paid else "",
        "due_on": format_date(sheet.due_on, locale=language) if sheet.due_on else "",
        "qr": _giro_code(sheet, due) if due > 0 and seller.iban and sheet.currency == "EUR" else "",
    }  # fmt: skip
    built_in = (files("kontor.invoicing") / "templates" / "invoicing" / "invoice.typ").read_bytes()
    # An invoice without its picture, or not in the merchant's own form, is better than none: it is issued already.
    ways = [(own, data), (own, {**data, "logo": ""})] if own else []
    ways += [(built_in, data), (built_in, {**data, "logo": ""})]
    for template, told in ways[:-1]:
        with suppress(typst.TypstError):
            return typeset(template, name="invoice", data=told)
    return typeset(ways[-1][0], name="invoice", data=ways[-1][1])


def _giro_code(sheet: Sheet, due: Decimal) -> str:
    """Return the payment as a QR code for banking apps, as SVG. Source: EPC069-12, version 002, error correction M."""
    seller = sheet.seller
    lines = (
        "BCD", "002", "1", "SCT", seller.bic, seller.name[:70], seller.iban.replace(" ", ""), f"EUR{due:.2f}", "", "",
        sheet.number[:140],
    )  # fmt: skip
    # One mask for all: trying out each of the eight costs five times as much, and apps read any.
    code = segno.make_qr("\n".join(lines), error="m", boost_error=False, mask=2)
    out = BytesIO()
    code.save(out, kind="svg", border=1, xmldecl=False)
    return out.getvalue().decode()
