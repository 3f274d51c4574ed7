"""Recall an order from the warehouse."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.events import OrderRecalled
from kontor.orders.lifecycle import check_step, take_step
from kontor.orders.queries import lock_orders
from kontor.platform.post.outbox import publish


def recall_order(*, order_id: int, at: datetime, by: Actor) -> None:
    """An order comes back to the desk as long as nobody has picked a piece of it; its stock stays reserved.

    Refuses: StepNotAllowed, AlreadyPicked, AlreadyShipped. Tells: OrderRecalled. Locks: the order.
    """
    order = lock_orders([order_id])[order_id]

    check_step("recall_order", order)
    take_step("recall_order", [order], at=at, by=by)

    publish([OrderRecalled(order_id)], at=at, by=by)
