"""Take the word back that an order is paid for."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.models import Order, OrderState
from kontor.platform.keep.audit import Change, record_changes


def unsecure_order(*, order_id: int, at: datetime, by: Actor) -> None:
    """The money of an order is not certain any more, or was not its own: it waits for its payment again. What is picked or gone
    cannot wait: of that it is only said. Locks: the order (by the caller).
    """
    secured = Order.objects.filter(id=order_id, secured_at__isnull=False).exclude(state=OrderState.CANCELLED)
    if secured.update(secured_at=None):
        record_changes(subject="order", verb="unsecure_order", changes=[Change(order_id, None, None)], at=at, by=by)
