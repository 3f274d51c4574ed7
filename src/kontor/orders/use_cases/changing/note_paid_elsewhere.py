"""Note that an order was paid at its channel."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.models import Order
from kontor.platform.keep.audit import Change, record_changes


def note_paid_elsewhere(*, order_id: int, at: datetime, by: Actor) -> None:
    """An order that waited for its money was paid at its channel: what is to be given back of it, the channel gives back.
    Locks: the order (by the caller).
    """
    before = Order.objects.filter(id=order_id).values_list("payment", flat=True).get()
    after = {"payment": "paid"}
    Order.objects.filter(id=order_id).update(**after)
    change = Change(order_id, {"payment": before}, after)
    record_changes(subject="order", verb="note_paid_elsewhere", changes=[change], at=at, by=by)
