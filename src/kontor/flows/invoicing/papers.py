"""Papers that carry no number of their own: order confirmation, proforma invoice, delivery note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from kontor.channels.public import get_channel
from kontor.flows.invoicing.invoices import seller_of
from kontor.fulfilment.public import ShipmentRow, get_shipments, list_places_of
from kontor.invoicing.public import (
    InvoiceItem,
    LetterSheet,
    Totals,
    language_of,
    letter_lines,
    total_document,
    write_letter,
)
from kontor.kernel.clock import local_day
from kontor.kernel.errors import NotFound
from kontor.kernel.money import Taxed, unit_of
from kontor.legal_entities.public import LegalEntityRow, get_legal_entity
from kontor.locations.public import get_locations
from kontor.orders.public import (
    OrderRow,
    get_line_rows,
    get_order_row,
    get_orders,
    join_costs,
    list_left,
    share_left,
    value_orders,
)
from kontor.platform.keep.files import read_template
from kontor.platform.keep.pictures import draw_picture
from kontor.pricing.public import crosses_customs

KINDS = ("confirmation", "proforma", "delivery")
_WORDS = {
    "de": {
        "confirmation": "Auftragsbestätigung", "proforma": "Proforma-Rechnung", "delivery": "Lieferschein",
        "order": "Auftrag", "date": "Datum", "their": "Ihre Nummer", "shipped": "Versandt am", "sku": "Artikelnr.",
        "article": "Artikel", "quantity": "Menge", "rate": "USt.", "amount": "Betrag", "net": "Nettobetrag", "tax": "USt.",
        "rounding": "Rundung",
        "total": "Gesamtbetrag", "hs": "Zum Zoll: kein Verkauf auf Rechnung, nur zur Ermittlung des Werts.",
        "confirmed": "Wir bestätigen Ihre Bestellung wie folgt:", "price": "Einzelpreis", "payment": "Zahlung",
        "paid": "bezahlt", "marketplace": "über den Marktplatz", "provider": "über den Zahlungsdienst",
        "prepayment": "Vorkasse", "invoice": "auf Rechnung",
        "origin": "Dieses Dokument ist keine Rechnung im Sinne des UStG.",
    },
    "en": {
        "confirmation": "Order confirmation", "proforma": "Proforma invoice", "delivery": "Delivery note",
        "order": "Order", "date": "Date", "their": "Your number", "shipped": "Shipped on", "sku": "SKU",
        "article": "Article", "quantity": "Quantity", "rate": "VAT", "amount": "Amount", "net": "Net amount", "tax": "VAT",
        "rounding": "Rounding",
        "total": "Total", "hs": "For customs: value for customs purposes only.",
        "confirmed": "We confirm your order as follows:", "price": "Unit price", "payment": "Payment", "paid": "paid",
        "marketplace": "through the marketplace", "provider": "through the payment provider", "prepayment": "in advance",
        "invoice": "on account", "origin": "This document is no invoice for the purposes of VAT.",
    },
}  # fmt: skip


class PaperUnknown(NotFound):
    """There is no such paper of this order."""

    code = "flows.paper_unknown"


@dataclass(frozen=True, slots=True)
class _Order:
    """An order with who sells it."""

    head: OrderRow
    entity: LegalEntityRow


def total_by_rates(parts: Iterable[tuple[Decimal, Taxed]], *, gross_prices: bool, currency: str) -> Totals:
    """Return what parts of an order (VAT rate, amount) come to as its invoice will say it: the VAT of each rate's sum, by which a
    cent may lie elsewhere than where that of each line is added up.
    """
    items = [InvoiceItem("", "", 1, rate, amount, "", "") for rate, amount in parts]
    return total_document(items, gross_prices=gross_prices, unit=unit_of(currency))


def total_order(order_id: int) -> Totals:
    """Return what is left of an order comes to as its invoice will say it."""
    head, worth = get_order_row(order_id), value_orders([order_id])[order_id]
    parts = [(it.rate, amount) for it, amount in list_left(worth)]
    parts += [(it.rate, amount) for it, amount in share_left(worth)]
    return total_by_rates(parts, gross_prices=get_channel(head.channel_id).prices_gross, currency=head.currency)


def write_order_paper(*, order_id: int, kind: str, shipment_id: int | None = None) -> tuple[str, bytes]:
    """Return name and PDF of a paper of an order in the buyer's language. A delivery note shows no prices.

    Refuses: PaperUnknown.
    """
    head = get_orders([order_id]).get(order_id)
    if head is None or kind not in KINDS:
        raise PaperUnknown(order=order_id, kind=kind)
    order = _Order(head, get_legal_entity(head.legal_entity_id))
    language = language_of(head.language)
    if kind == "delivery":
        shipment = next((it for it in get_shipments([order_id]) if it.id == shipment_id), None)
        if shipment is None:
            raise PaperUnknown(order=head.number, shipment=shipment_id)
        sheet = _delivery_note(order, shipment, language)
    else:
        sheet = _priced(order, kind, language)
    return f"{sheet.title} {head.number}.pdf", write_letter(
        replace(sheet, logo=draw_picture(sheet.seller.logo)),
        template=read_template("letter.typ", order.entity.code),
    )


def _facts(order: _Order, language: str) -> list[tuple[str, str]]:
    say, head = _WORDS[language], order.head
    day = local_day(head.ordered_at, order.entity.timezone)
    # What was entered by hand has no number of the buyer's; ours for it is nothing to him.
    theirs = [it for it in (head.external_id,) if it and not it.startswith("hand:")]
    return [
        (say["order"], head.number), (say["date"], format_date(day, locale=language)),
        *((say["their"], it) for it in theirs),
    ]  # fmt: skip


def _delivery_note(order: _Order, shipment: ShipmentRow, language: str) -> LetterSheet:
    say = _WORDS[language]
    lines = get_line_rows([piece.order_line_id for piece in shipment.lines])
    rows = [(piece.channel_sku, lines[piece.order_line_id].title, str(piece.quantity)) for piece in shipment.lines]
    return LetterSheet(
        language=language, title=say["delivery"], seller=seller_of(order.entity),
        recipient=letter_lines(order.head.address, home=order.entity.country, language=language),
        facts=_facts(order, language), table=[(say["sku"], say["article"], say["quantity"]), *rows], numbers=[2],
    )  # fmt: skip


def _priced(order: _Order, kind: str, language: str) -> LetterSheet:
    say, head = _WORDS[language], order.head

    def money(amount: Decimal) -> str:
        return format_currency(amount, head.currency, locale=language)

    def percent(rate: Decimal) -> str:
        return f"{format_decimal(rate, format='#,##0.##', locale=language)} %"

    def row(sku: str, title: str, count: int, each: Decimal, rate: Decimal, gross: Decimal) -> Sequence[str]:
        return sku, title, str(count), money(each), percent(rate), money(gross)

    total = total_order(head.id)
    worth = value_orders([head.id])[head.id]
    rows = [row(it.channel_sku, it.title, it.left, it.each, it.rate, amount.gross) for it, amount in list_left(worth)]
    for cost in join_costs((it, amount.gross) for it, amount in share_left(worth)):
        rates = " / ".join(percent(rate) for rate in cost.rates)
        rows.append(("", cost.title, "1", money(cost.gross), rates, money(cost.gross)))
    return LetterSheet(
        language=language, title=say[kind], seller=seller_of(order.entity),
        recipient=letter_lines(head.invoice_address, home=order.entity.country, language=language),
        facts=[*_facts(order, language), (say["payment"], say[head.payment])], opening=_openings(order, kind, say),
        table=[
            (say["sku"], say["article"], say["quantity"], say["price"], say["rate"], say["amount"]), *rows,
        ], numbers=[2, 3, 4, 5],
        sums=[
            (say["net"], money(total.net)), *((f"{say['tax']} {percent(it.rate)}", money(it.tax)) for it in total.groups),
            *((say["rounding"], money(it)) for it in (total.rounding,) if it), (say["total"], money(total.gross)),
        ],
        closing=[say["origin"]],
    )  # fmt: skip


def _openings(order: _Order, kind: str, say: Mapping[str, str]) -> list[str]:
    """Return how a paper begins: customs is told what a proforma invoice is for, nobody else. Goods start at their location;
    before that is known, at the seat of the company.
    """
    day, goal = local_day(order.head.ordered_at, order.entity.timezone), order.head.address
    places = get_locations()
    starts = [places[it].sender.or_else(order.entity.address) for it in list_places_of(order.head.id)]
    customs = any(
        crosses_customs((it.country, it.postal_code), (goal.country, goal.postal_code), day)
        for it in starts or [order.entity.address]
    )
    return {"confirmation": [say["confirmed"]]}.get(kind, [say["hs"]] if customs else [])
