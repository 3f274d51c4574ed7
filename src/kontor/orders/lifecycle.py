"""The life of an order: one table, and the only code that writes its state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.kernel.errors import Refused
from kontor.kernel.lifecycle import Lifecycle, Step
from kontor.orders import events, rules
from kontor.orders.errors import StepNotAllowed
from kontor.orders.models import OrderState
from kontor.orders.rules import OrderFacts
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.bulk import execute

PLACED, HELD, RELEASED = OrderState.PLACED, OrderState.HELD, OrderState.RELEASED
CANCELLED, CLOSED = OrderState.CANCELLED, OrderState.CLOSED
_FIT_TO_LEAVE = (rules.may_be_paid_for, rules.address_complete)

ORDER = Lifecycle(
    "an order",
    "orders_order",
    tuple(OrderState.values),
    (
        Step((), "place_orders", PLACED, (rules.has_lines,), events.OrderPlaced),
        # The past comes in as it ended.
        Step((), "archive_orders", CLOSED),
        Step((PLACED,), "hold_order", HELD, (), events.OrderHeld),
        Step((HELD,), "lift_hold", PLACED, (rules.no_hold_left,), events.OrderHoldLifted),
        Step((PLACED,), "release_orders", RELEASED, _FIT_TO_LEAVE, events.OrderReleased),
        Step((RELEASED,), "recall_order", PLACED, (rules.nothing_picked,), events.OrderRecalled),
        Step((PLACED, HELD, RELEASED), "cancel_order", CANCELLED, (rules.nothing_shipped,), events.OrderCancelled),
        # Also what was cancelled piece by piece before anybody released it: nobody could move it any more.
        Step((PLACED, HELD, RELEASED), "close_orders", CLOSED, (rules.nothing_open,), events.OrderClosed),
    ),
)
LIFECYCLES = (ORDER,)


def check_step(verb: str, order: OrderFacts) -> None:
    """Judge whether an order may take a step. Refuses: StepNotAllowed, and what the guards refuse."""
    if not ORDER.allows(verb, order.state):
        raise StepNotAllowed(order=order.number, state=order.state, verb=verb)
    for guard in ORDER.step_of(verb).needs:
        guard(order)


def judge_step(verb: str, order: OrderFacts) -> Refused | None:
    """Return why an order may not take a step, None where it may."""
    try:
        check_step(verb, order)
    except Refused as refusal:
        return refusal
    return None


def take_step(verb: str, orders: Sequence[OrderFacts], *, at: datetime, by: Actor) -> None:
    """Move checked and locked orders to the state of the verb, with a line in the audit trail for each."""
    target = ORDER.step_of(verb).target
    if not orders:
        return
    execute("UPDATE orders_order SET state = %s WHERE id = ANY(%s)", [target, [order.order_id for order in orders]])
    record_changes(
        subject="order", verb=verb, at=at, by=by,
        changes=[Change(order.order_id, {"state": order.state}, {"state": str(target)}) for order in orders],
    )  # fmt: skip


def verbs_from(state: str) -> list[str]:
    """Return the verbs that the state allows: the buttons of the back office."""
    return ORDER.verbs_from(state)
