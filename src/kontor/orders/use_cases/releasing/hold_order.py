"""Hold an order."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.errors import StepNotAllowed
from kontor.orders.events import OrderHeld
from kontor.orders.lifecycle import check_step, take_step
from kontor.orders.models import Hold, HoldReason, OrderState
from kontor.orders.queries import lock_orders
from kontor.platform.post.outbox import publish


def hold_order(*, order_id: int, reason: str, note: str, at: datetime, by: Actor, by_hand: bool = False) -> None:
    """A held order is not worked on until every hold is lifted; its stock stays reserved.

    ``by_hand``: a person gives the reason, who finds not all that the house does. A held order may get a second hold for another
    reason. Refuses: StepNotAllowed, also for the same reason twice.
    Tells: OrderHeld. Locks: the order.
    """
    if reason not in (dict(HoldReason.by_hand()) if by_hand else HoldReason.values):
        raise StepNotAllowed("There is no such reason for a hold.")
    order = lock_orders([order_id])[order_id]

    if Hold.objects.filter(order_id=order_id, reason=reason, lifted_at=None).exists():
        raise StepNotAllowed("The order is held for this reason already.", order=order.number, reason=reason)
    if order.state == OrderState.RELEASED:
        raise StepNotAllowed("The warehouse has this order: recall it first.", order=order.number, state=order.state)
    if order.state != OrderState.HELD:
        check_step("hold_order", order)
        take_step("hold_order", [order], at=at, by=by)
    Hold.objects.create(order_id=order_id, reason=reason, note=note, placed_at=at, placed_by=str(by))

    publish([OrderHeld(order_id, reason)], at=at, by=by)
