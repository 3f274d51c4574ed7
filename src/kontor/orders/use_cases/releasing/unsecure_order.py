"""Take the word back that an order is paid for."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.models import Order, OrderState
from kontor.platform.keep.audit import Change, record_changes


def unsecure_order(*, order_id: int, at: datetime, by: Actor) -> None:
    """The money of an order is not certain any more, or was not its own: it waits for its payment again, as far as it is not in
    the warehouse. Locks: the order (by the caller).
    """
    waiting = Order.objects.filter(
        id=order_id, state__in=[OrderState.PLACED, OrderState.HELD], secured_at__isnull=False
    )
    if waiting.update(secured_at=None):
        record_changes(subject="order", verb="unsecure_order", changes=[Change(order_id, None, None)], at=at, by=by)
