"""Corrections: what was invoiced is taken back on paper, whole or by the piece; the invoice itself never changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from kontor.channels.public import get_channel
from kontor.invoicing.public import (
    InvoiceBalance,
    InvoiceDraft,
    InvoiceRow,
    InvoiceUnknown,
    NothingToCorrect,
    Occasion,
    choose_taken_back,
    count_corrections,
    find_balance,
    get_documents,
    issue_invoices,
    list_invoiced_early,
    take_back,
)
from kontor.kernel.actor import Actor
from kontor.kernel.money import unit_of
from kontor.legal_entities.public import get_legal_entity
from kontor.orders.public import (
    OrderCancelled,
    OrderLinesCancelled,
    OrderRow,
    get_order_row,
    lock_orders,
    move_pieces,
    value_orders,
)


def correct_invoice(
    *,
    invoice_id: int,
    pieces: Mapping[int, int] | None = None,
    occasion: Occasion = Occasion.CORRECTED,
    at: datetime,
    by: Actor,
) -> int:
    """Pieces of an invoice are taken back on paper: all that is left of it (a reversal), or so many of each place (from 1),
    and with them the part of a discount that was given for them.

    The corrections of an invoice add up to it exactly. Returns the document.
    Refuses: InvoiceUnknown, NothingToCorrect.
    Locks: the order, the number series last.
    """
    found = get_documents([invoice_id])
    if not found:
        raise InvoiceUnknown(invoice=invoice_id)
    invoice = found[0]
    lock_orders([invoice.order_id])
    order = get_order_row(invoice.order_id)
    gross_prices = get_channel(order.channel_id).prices_gross
    standing = find_balance(invoice, gross_prices=gross_prices)
    charged = standing.sheet.items
    wanted = {} if invoice.corrects_id else choose_taken_back(charged, standing.taken, pieces)
    if not wanted:
        raise NothingToCorrect(invoice=invoice.number, asked=sum((pieces or {}).values()))
    whole = all(wanted.get(place, 0) == standing.left(place) for place, _item in enumerate(charged, 1))
    turn, unit = count_corrections(invoice.id) + 1, unit_of(invoice.currency)
    source = f"{occasion.value}:{invoice.id}:{turn}"
    items = []
    for place, count in sorted(wanted.items()):
        before = standing.taken.get(place, 0)
        items.append(take_back(charged, place=place, before=before, measure=count, unit=unit))
        if (item := charged[place - 1]).line:
            move_pieces(kind="credited", pieces=[(item.line, count)], reference=source, at=at, by=by)
    draft = replace(
        _like(invoice, order, standing, "reversal" if whole and turn == 1 else "correction"), source=source,
        occasion=occasion, items=tuple(items), standing=standing.groups, gross_prices=gross_prices,
    )  # fmt: skip
    return issue_invoices(drafts=[draft], at=at, by=by)[0]


def take_back_cancelled(*, news: Sequence[OrderCancelled | OrderLinesCancelled], at: datetime, by: Actor) -> None:
    """What was invoiced before it left and is cancelled now is taken back on paper; with the last piece goes what was
    charged beside the goods. Locks: the orders, the number series last.
    """
    order_ids = sorted({item.order_id for item in news})
    lock_orders(order_ids)
    for invoice in list_invoiced_early(order_ids):
        lines = {line.id: line for line in value_orders([invoice.order_id])[invoice.order_id].lines}
        channel = get_channel(get_order_row(invoice.order_id).channel_id)
        standing = find_balance(invoice, gross_prices=channel.prices_gross)
        pieces = {}
        for place, item in enumerate(standing.sheet.items, 1):
            if not item.line:
                continue
            pieces[place] = max(0, min(lines[item.line].claimed_too_much, standing.left(place)))
        if any(pieces.values()):
            whole = not any(line.left for line in lines.values())
            taken_back = None if whole else pieces
            correct_invoice(invoice_id=invoice.id, pieces=taken_back, occasion=Occasion.CANCELLED, at=at, by=by)


def _like(invoice: InvoiceRow, order: OrderRow, standing: InvoiceBalance, kind: str) -> InvoiceDraft:
    """Return a draft that takes back, with everything but the items as on the invoice."""
    entity, sheet = get_legal_entity(order.legal_entity_id), standing.sheet
    return InvoiceDraft(
        source="", occasion=Occasion.CORRECTED, kind=kind, order_id=order.id, order_number=order.number,
        legal_entity_id=entity.id, entity_code=entity.code, timezone=entity.timezone, currency=invoice.currency,
        language=invoice.language, seller=sheet.seller, recipient=sheet.buyer, ship_to=sheet.ship_to, items=(),
        tax_case=invoice.tax_case, tax_facts=invoice.tax_facts,
        reasons=sheet.reasons, buyer_vat_id=sheet.buyer_vat_id, buyer_reference=sheet.buyer_reference,
        buyer_endpoint=sheet.buyer_endpoint, buyer_scheme=sheet.buyer_scheme,
        delivered_on=sheet.delivered_on, corrects_id=invoice.id, corrects=invoice.number, corrects_on=invoice.issued_on,
        vat_from_net=sheet.vat_from_net,
    )  # fmt: skip
