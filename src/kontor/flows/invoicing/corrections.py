"""Corrections: what was invoiced is taken back on paper, whole or by the piece; the invoice itself never changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from kontor.flows.invoicing.invoices import BEFORE_DELIVERY
from kontor.invoicing.public import (
    DocumentKind,
    Invoice,
    InvoiceBalance,
    InvoiceDraft,
    NothingToCorrect,
    find_balance,
    follow_discounts,
    get_invoice,
    is_discount,
    issue_invoices,
    take_back,
)
from kontor.kernel.actor import Actor
from kontor.kernel.money import unit_of
from kontor.orders.public import Order, OrderCancelled, OrderLinesCancelled, lock_orders, move_pieces, value_orders

# The cause of a correction that follows from a cancellation; its source begins with it.
CANCELLED = "cancelled"


def correct_invoice(
    *, invoice_id: int, pieces: Mapping[int, int] | None = None, cause: str = "correction", at: datetime, by: Actor
) -> int:
    """Pieces of an invoice are taken back on paper: all that is left of it (a reversal), or so many of each place (from 1),
    and with them the part of a discount that was given for them.

    The corrections of an invoice add up to it exactly. ``cause`` says what it follows from. Returns the document.
    Refuses: InvoiceUnknown, NothingToCorrect.
    Locks: the order, the number series last.
    """
    invoice = get_invoice(invoice_id)
    lock_orders([invoice.order_id])
    order = Order.objects.select_related("legal_entity", "channel").get(id=invoice.order_id)
    standing = find_balance(invoice, gross_prices=order.channel.prices_gross)
    sheet_items = standing.sheet.items
    every = range(1, len(sheet_items) + 1)
    goods = [place for place in every if not is_discount(sheet_items[place - 1])]
    wanted = {place: standing.left(place) for place in goods} if pieces is None else dict(pieces)
    wanted = {place: count for place, count in wanted.items() if count}
    if (
        invoice.corrects_id
        or not wanted
        or any(n < 1 or p not in goods or n > standing.left(p) for p, n in wanted.items())
    ):
        raise NothingToCorrect(invoice=invoice.number, asked=sum(wanted.values()))
    wanted |= follow_discounts(sheet_items, standing.taken, wanted)
    whole = all(wanted.get(place, 0) == standing.left(place) for place in every)
    turn = Invoice.objects.filter(corrects=invoice).count() + 1
    items = []
    for place, count in sorted(wanted.items()):
        before = standing.taken.get(place, 0)
        unit = unit_of(invoice.currency)
        items.append(take_back(sheet_items, place=place, before=before, measure=count, unit=unit))
        if (item := sheet_items[place - 1]).line:
            reference = f"{cause}:{invoice.id}:{turn}"
            move_pieces(kind="credited", pieces=[(item.line, count)], reference=reference, at=at, by=by)
    draft = _like(invoice, order, standing, "reversal" if whole and turn == 1 else "correction")
    return issue_invoices(
        drafts=[replace(draft, source=f"{cause}:{invoice.id}:{turn}", items=tuple(items), standing=standing.groups)],
        at=at, by=by,
    )[0]  # fmt: skip


def take_back_cancelled(*, news: Sequence[OrderCancelled | OrderLinesCancelled], at: datetime, by: Actor) -> None:
    """What was invoiced before it left and is cancelled now is taken back on paper; with the last piece goes what was
    charged beside the goods. Locks: the orders, the number series last.
    """
    order_ids = sorted({item.order_id for item in news})
    lock_orders(order_ids)
    early = Invoice.objects.filter(
        order_id__in=order_ids, kind=DocumentKind.INVOICE, source__startswith=BEFORE_DELIVERY
    )
    for invoice in early.select_related("order__channel").order_by("id"):
        lines = {line.id: line for line in value_orders([invoice.order_id])[invoice.order_id].lines}
        standing = find_balance(invoice, gross_prices=invoice.order.channel.prices_gross)
        pieces = {}
        for place, item in enumerate(standing.sheet.items, 1):
            if not item.line:
                continue
            pieces[place] = max(0, min(lines[item.line].claimed_too_much, standing.left(place)))
        if any(pieces.values()):
            whole = not any(line.left for line in lines.values())
            correct_invoice(invoice_id=invoice.id, pieces=None if whole else pieces, cause=CANCELLED, at=at, by=by)


def _like(invoice: Invoice, order: Order, standing: InvoiceBalance, kind: str) -> InvoiceDraft:
    """Return a draft that takes back, with everything but the items as on the invoice."""
    entity, sheet = order.legal_entity, standing.sheet
    return InvoiceDraft(
        source="", kind=kind, order_id=order.id, order_number=order.number, legal_entity_id=entity.id,
        entity_code=entity.code, timezone=entity.timezone, currency=invoice.currency, language=invoice.language,
        seller=sheet.seller, recipient=sheet.buyer, ship_to=sheet.ship_to, items=(),
        gross_prices=order.channel.prices_gross, tax_case=invoice.tax_case, tax_facts=invoice.tax_facts,
        reasons=sheet.reasons, buyer_vat_id=sheet.buyer_vat_id, buyer_reference=sheet.buyer_reference,
        buyer_endpoint=sheet.buyer_endpoint, buyer_scheme=sheet.buyer_scheme,
        delivered_on=sheet.delivered_on, corrects_id=invoice.id, corrects=invoice.number, corrects_on=invoice.issued_on,
    )  # fmt: skip
