"""Tag an order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.errors import TooManyTags
from kontor.orders.models import Order
from kontor.orders.queries import lock_orders
from kontor.platform.keep.audit import Change, record_changes

MOST_TAGS = 50


def tag_order(*, order_id: int, tags: Sequence[str], at: datetime, by: Actor) -> None:
    """People sort orders by words of their own; they change nothing of what the order is. Locks: the order.

    Refuses: TooManyTags.
    """
    if len(tags) > MOST_TAGS:
        raise TooManyTags
    lock_orders([order_id])
    order = Order.objects.only("tags").get(id=order_id)

    before, after = {"tags": order.tags}, {"tags": list(tags)}
    Order.objects.filter(id=order_id).update(tags=list(tags))
    record_changes(subject="order", verb="tag_order", at=at, by=by, changes=[Change(order_id, before, after)])
