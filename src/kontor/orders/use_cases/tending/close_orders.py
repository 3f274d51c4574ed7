"""Close orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.events import OrderClosed
from kontor.orders.lifecycle import check_step, take_step
from kontor.orders.queries import lock_orders
from kontor.platform.post.outbox import publish


def close_orders(*, order_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """An order is closed when every piece is shipped or cancelled.

    Refuses: StepNotAllowed, LinesOpen. Tells: OrderClosed. Locks: the orders.
    """
    orders = list(lock_orders(order_ids).values())

    for order in orders:
        check_step("close_orders", order)
    take_step("close_orders", orders, at=at, by=by)

    publish([OrderClosed(order.order_id) for order in orders], at=at, by=by)
