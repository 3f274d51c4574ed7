"""Take the word back that an order is paid for."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.models import Order, OrderState
from kontor.platform.keep.audit import Change, record_changes


def unsecure_order(*, order_id: int, at: datetime, by: Actor) -> None:
    """The money of a stopped order was not its own: it waits for its payment again. Locks: the order (by the caller)."""
    if Order.objects.filter(id=order_id, state=OrderState.HELD).update(secured_at=None):
        record_changes(subject="order", verb="unsecure_order", changes=[Change(order_id, None, None)], at=at, by=by)
