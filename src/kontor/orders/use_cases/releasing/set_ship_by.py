"""Say by when an order leaves."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.models import Order
from kontor.platform.keep.audit import Change, record_changes


def set_ship_by(*, order_id: int, ship_by: datetime, at: datetime, by: Actor) -> None:
    """An order that came without its goods has no day to leave by; it gets one once they are found, and keeps it.

    Locks: the order (by the caller).
    """
    if Order.objects.filter(id=order_id, ship_by=None).update(ship_by=ship_by):
        change = Change(order_id, {"ship_by": None}, {"ship_by": ship_by.isoformat()})
        record_changes(subject="order", verb="set_ship_by", changes=[change], at=at, by=by)
