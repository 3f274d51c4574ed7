"""Lift a hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.errors import StepNotAllowed
from kontor.orders.events import OrderHoldLifted
from kontor.orders.lifecycle import check_step, take_step
from kontor.orders.models import Hold
from kontor.orders.queries import lock_orders
from kontor.platform.post.outbox import publish


def lift_hold(*, order_id: int, reason: str, at: datetime, by: Actor) -> bool:
    """The order goes on once its last hold is lifted; True if it does.

    Refuses: StepNotAllowed where no such hold stops it. Tells: OrderHoldLifted. Locks: the order.
    """
    order = lock_orders([order_id])[order_id]

    lifted = Hold.objects.filter(order_id=order_id, reason=reason, lifted_at=None).update(
        lifted_at=at, lifted_by=str(by)
    )
    if not lifted:
        raise StepNotAllowed("No such hold stops this order.", order=order.number, reason=reason)
    if order.open_holds > 1:
        return False
    check_step("lift_hold", replace(order, open_holds=0))
    take_step("lift_hold", [order], at=at, by=by)

    publish([OrderHoldLifted(order_id)], at=at, by=by)
    return True
