"""Invoices: what was shipped is invoiced, unless the channel does it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.channels.public import Channel
from kontor.fulfilment.public import Shipment, ShipmentDispatched, list_shipments
from kontor.invoicing.public import InvoiceDraft, InvoiceItem, issue_invoices, share_of
from kontor.kernel.actor import Actor
from kontor.kernel.money import Taxed
from kontor.orders.public import Order, OrderCharge, OrderLine, lock_orders, move_pieces


def invoice_shipments(*, news: Sequence[ShipmentDispatched], at: datetime, by: Actor) -> None:
    """Each shipment has its invoice; charges stand on the first one. Locks: the orders, the number series last."""
    order_ids = sorted({item.order_id for item in news})
    lock_orders(order_ids)
    elsewhere = set(Channel.objects.filter(capabilities__contains=["issues_invoice"]).values_list("id", flat=True))
    wanted = {item.shipment_id for item in news}
    orders = Order.objects.select_related("legal_entity").in_bulk(order_ids)
    drafts = []
    for shipment in list_shipments(order_ids):
        order = orders[shipment.order_id]
        if shipment.id in wanted and order.channel_id not in elsewhere:
            drafts.append(_draft(order, shipment, at, by))
    issue_invoices(drafts=drafts, at=at, by=by)


def _draft(order: Order, shipment: Shipment, at: datetime, by: Actor) -> InvoiceDraft:
    items: list[InvoiceItem] = []
    first = not OrderLine.objects.filter(order=order, invoiced__gt=0).exists()
    for piece in shipment.lines.all():
        line = OrderLine.objects.get(id=piece.order_line_id)
        amount = share_of(
            Taxed(line.net, line.tax, line.gross),
            before=line.invoiced,
            pieces=piece.quantity,
            of=line.ordered,
        )
        items.append(InvoiceItem(line.title, line.channel_sku, piece.quantity, line.rate, amount))
        move_pieces(
            kind="invoiced",
            pieces=[(line.id, piece.quantity)],
            reference=f"shipment:{shipment.id}",
            at=at,
            by=by,
        )
    if first:
        for charge in OrderCharge.objects.filter(order=order).order_by("id"):
            items.append(InvoiceItem(charge.title, "", 1, charge.rate, Taxed(charge.net, charge.tax, charge.gross)))
    entity = order.legal_entity
    return InvoiceDraft(
        source=f"shipment:{shipment.id}", order_id=order.id, order_number=order.number, legal_entity_id=entity.id,
        entity_code=entity.code, timezone=entity.timezone, currency=order.currency, language=order.language,
        recipient=order.invoice_address, items=tuple(items),
    )  # fmt: skip
