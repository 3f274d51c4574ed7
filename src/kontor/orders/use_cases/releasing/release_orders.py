"""Release orders to the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.events import OrderReleased
from kontor.orders.lifecycle import check_step, take_step
from kontor.orders.models import OrderState
from kontor.orders.queries import lock_orders
from kontor.platform.post.outbox import publish


def release_orders(*, order_ids: Sequence[int], leave_unready: bool = False, at: datetime, by: Actor) -> None:
    """Only what is paid for and can be delivered goes to the warehouse.

    With ``leave_unready`` orders that are held, unpaid or gone stay where they are; an incomplete address is refused.
    Refuses: StepNotAllowed, OrderNotPaid, AddressIncomplete (and then releases none of them).
    Tells: OrderReleased. Locks: the orders.
    """
    orders = list(lock_orders(order_ids).values())
    if leave_unready:
        orders = [order for order in orders if order.state == OrderState.PLACED and order.secured]

    for order in orders:
        check_step("release_orders", order)
    take_step("release_orders", orders, at=at, by=by)

    publish([OrderReleased(order.order_id) for order in orders], at=at, by=by)
