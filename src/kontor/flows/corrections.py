"""Corrections: what was invoiced is taken back on paper, whole or by the piece; the invoice itself never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from kontor.invoicing.public import (
    Invoice,
    InvoiceDraft,
    NothingToCorrect,
    Standing,
    find_standing,
    get_invoice,
    issue_invoices,
    taken_back,
)
from kontor.kernel.actor import Actor
from kontor.orders.public import Order, lock_orders, move_pieces


def correct_invoice(*, invoice_id: int, pieces: Mapping[int, int] | None = None, at: datetime, by: Actor) -> int:
    """Pieces of an invoice are taken back on paper: all that is left of it (a reversal), or so many of each place (from 1).

    The corrections of an invoice add up to it exactly. Returns the document. Refuses: InvoiceUnknown, NothingToCorrect.
    Locks: the order, the number series last.
    """
    invoice = get_invoice(invoice_id)
    lock_orders([invoice.order_id])
    order = Order.objects.select_related("legal_entity", "channel").get(id=invoice.order_id)
    standing = find_standing(invoice, gross_prices=order.channel.prices_gross)
    every = range(1, len(standing.sheet.items) + 1)
    wanted = {place: standing.left(place) for place in every} if pieces is None else dict(pieces)
    wanted = {place: count for place, count in wanted.items() if count}
    if (
        invoice.corrects_id
        or not wanted
        or any(n < 1 or p not in every or n > standing.left(p) for p, n in wanted.items())
    ):
        raise NothingToCorrect(invoice=invoice.number, asked=sum(wanted.values()))
    whole = all(wanted.get(place, 0) == standing.left(place) for place in every)
    turn = Invoice.objects.filter(corrects=invoice).count() + 1
    items = []
    for place, count in sorted(wanted.items()):
        item = standing.sheet.items[place - 1]
        items.append(taken_back(item, place=place, before=standing.taken.get(place, 0), quantity=count))
        if item.line:
            reference = f"correction:{invoice.id}:{turn}"
            move_pieces(kind="credited", pieces=[(item.line, count)], reference=reference, at=at, by=by)
    if sum(item.amount.gross for item in items) > 0:
        raise NothingToCorrect(
            "A discount cannot be taken back alone: take back goods with it.", invoice=invoice.number
        )
    draft = _like(invoice, order, standing, "reversal" if whole and turn == 1 else "correction")
    return issue_invoices(
        drafts=[replace(draft, source=f"correction:{invoice.id}:{turn}", items=tuple(items), standing=standing.groups)],
        at=at, by=by,
    )[0]  # fmt: skip


def _like(invoice: Invoice, order: Order, standing: Standing, kind: str) -> InvoiceDraft:
    """Return a draft that takes back, with everything but the items as on the invoice."""
    entity, sheet = order.legal_entity, standing.sheet
    return InvoiceDraft(
        source="", kind=kind, order_id=order.id, order_number=order.number, legal_entity_id=entity.id,
        entity_code=entity.code, timezone=entity.timezone, currency=invoice.currency, language=invoice.language,
        seller=sheet.seller, recipient=sheet.buyer, ship_to=sheet.ship_to, items=(),
        gross_prices=order.channel.prices_gross, tax_case=invoice.tax_case, tax_facts=invoice.tax_facts,
        reasons=sheet.reasons, buyer_vat_id=sheet.buyer_vat_id, buyer_reference=sheet.buyer_reference,
        delivered_on=sheet.delivered_on, corrects_id=invoice.id, corrects=invoice.number, corrects_on=invoice.issued_on,
    )  # fmt: skip
