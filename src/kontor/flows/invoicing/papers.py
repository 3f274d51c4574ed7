"""Papers that carry no number of their own: order confirmation, proforma invoice, delivery note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from kontor.flows.invoicing.invoices import seller_of
from kontor.fulfilment.public import Shipment, list_shipments
from kontor.invoicing.public import LetterSheet, language_of, write_letter
from kontor.kernel.clock import local_day
from kontor.kernel.errors import NotFound
from kontor.orders.public import Order, OrderCharge, OrderLine
from kontor.platform.keep.files import read_template
from kontor.platform.keep.pictures import draw_picture

KINDS = ("confirmation", "proforma", "delivery")
_WORDS = {
    "de": {
        "confirmation": "Auftragsbestätigung", "proforma": "Proforma-Rechnung", "delivery": "Lieferschein",
        "order": "Auftrag", "date": "Datum", "their": "Ihre Nummer", "shipped": "Versandt am", "sku": "Artikelnr.",
        "article": "Artikel", "quantity": "Menge", "rate": "USt.", "amount": "Betrag", "net": "Nettobetrag", "tax": "USt.",
        "total": "Gesamtbetrag", "hs": "Zum Zoll: kein Verkauf auf Rechnung, nur zur Ermittlung des Werts.",
        "confirmed": "Wir bestätigen Ihre Bestellung wie folgt:",
        "origin": "Dieses Dokument ist keine Rechnung im Sinne des UStG.",
    },
    "en": {
        "confirmation": "Order confirmation", "proforma": "Proforma invoice", "delivery": "Delivery note",
        "order": "Order", "date": "Date", "their": "Your number", "shipped": "Shipped on", "sku": "SKU",
        "article": "Article", "quantity": "Quantity", "rate": "VAT", "amount": "Amount", "net": "Net amount", "tax": "VAT",
        "total": "Total", "hs": "For customs: value for customs purposes only.",
        "confirmed": "We confirm your order as follows:", "origin": "This document is no invoice for the purposes of VAT.",
    },
}  # fmt: skip


class PaperUnknown(NotFound):
    """There is no such paper of this order."""

    code = "flows.paper_unknown"


def write_order_paper(*, order_id: int, kind: str, shipment_id: int | None = None) -> tuple[str, bytes]:
    """Return name and PDF of a paper of an order in the buyer's language. A delivery note shows no prices.

    Refuses: PaperUnknown.
    """
    order = Order.objects.select_related("legal_entity", "channel").filter(id=order_id).first()
    if order is None or kind not in KINDS:
        raise PaperUnknown(order=order_id, kind=kind)
    language = language_of(order.language)
    if kind == "delivery":
        shipment = next((it for it in list_shipments([order_id]) if it.id == shipment_id), None)
        if shipment is None:
            raise PaperUnknown(order=order.number, shipment=shipment_id)
        sheet = _delivery_note(order, shipment, language)
    else:
        sheet = _priced(order, kind, language)
    return f"{sheet.title} {order.number}.pdf", write_letter(
        replace(sheet, logo=draw_picture(sheet.seller.logo)),
        template=read_template("letter.typ", order.legal_entity.code),
    )


def _facts(order: Order, language: str) -> list[tuple[str, str]]:
    say = _WORDS[language]
    day = local_day(order.ordered_at, order.legal_entity.timezone)
    facts = [(say["order"], order.number), (say["date"], format_date(day, locale=language))]
    return [*facts, (say["their"], order.external_id)] if order.external_id else facts


def _delivery_note(order: Order, shipment: Shipment, language: str) -> LetterSheet:
    say = _WORDS[language]
    lines = OrderLine.objects.in_bulk([piece.order_line_id for piece in shipment.lines.all()])
    rows = [
        (lines[piece.order_line_id].channel_sku, lines[piece.order_line_id].title, str(piece.quantity))
        for piece in shipment.lines.order_by("id")
    ]
    return LetterSheet(
        language=language, title=say["delivery"], seller=seller_of(order.legal_entity), recipient=order.address.lines(),
        facts=_facts(order, language), table=[(say["sku"], say["article"], say["quantity"]), *rows], numbers=[2],
    )  # fmt: skip


def _priced(order: Order, kind: str, language: str) -> LetterSheet:
    say = _WORDS[language]

    def money(amount: Decimal) -> str:
        return format_currency(amount, order.currency, locale=language)

    def row(sku: str, title: str, count: int, rate: Decimal, gross: Decimal) -> Sequence[str]:
        return sku, title, str(count), f"{format_decimal(rate, format='#,##0.##', locale=language)} %", money(gross)

    lines = OrderLine.objects.filter(order=order).order_by("position")
    charges = OrderCharge.objects.filter(order=order).order_by("id")
    rows = [row(it.channel_sku, it.title, it.ordered, it.rate, it.gross) for it in lines]
    rows += [row("", it.title, 1, it.rate, it.gross) for it in charges]
    return LetterSheet(
        language=language, title=say[kind], seller=seller_of(order.legal_entity), recipient=order.invoice_address.lines(),
        facts=_facts(order, language), opening=[say["confirmed"]] if kind == "confirmation" else [say["hs"]],
        table=[(say["sku"], say["article"], say["quantity"], say["rate"], say["amount"]), *rows], numbers=[2, 3, 4],
        sums=[(say["net"], money(order.net)), (say["tax"], money(order.tax)), (say["total"], money(order.gross))],
        closing=[say["origin"]],
    )  # fmt: skip
