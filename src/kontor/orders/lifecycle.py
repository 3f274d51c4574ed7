"""The life of an order: one table, and the only code that writes its state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders import events, rules
from kontor.orders.errors import StepNotAllowed
from kontor.orders.models import OrderState
from kontor.orders.rules import OrderFacts
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.bulk import execute

Guard = Callable[[OrderFacts], None]


@dataclass(frozen=True, slots=True)
class Step:
    """From these states this verb leads to that state, if the guards agree, and says so."""

    source: tuple[OrderState, ...]
    verb: str
    target: OrderState
    needs: tuple[Guard, ...]
    says: type


PLACED, HELD, RELEASED = OrderState.PLACED, OrderState.HELD, OrderState.RELEASED

LIFECYCLE: tuple[Step, ...] = (
    Step((), "place_orders", PLACED, (rules.has_lines,), events.OrderPlaced),
    Step((PLACED,), "hold_order", HELD, (), events.OrderHeld),
    Step((HELD,), "lift_hold", PLACED, (rules.no_hold_left,), events.OrderHoldLifted),
    Step(
        (PLACED,),
        "release_orders",
        RELEASED,
        (rules.may_be_paid_for, rules.address_complete),
        events.OrderReleased,
    ),
    Step((RELEASED,), "recall_order", PLACED, (rules.nothing_picked,), events.OrderRecalled),
    Step(
        (PLACED, HELD, RELEASED),
        "cancel_order",
        OrderState.CANCELLED,
        (rules.nothing_shipped,),
        events.OrderCancelled,
    ),
    # Also what was cancelled piece by piece before anybody released it: nobody could move it any more.
    Step((PLACED, HELD, RELEASED), "close_orders", OrderState.CLOSED, (rules.every_line_settled,), events.OrderClosed),
)

STEPS = {step.verb: step for step in LIFECYCLE}
EDGES = frozenset((source.value, step.target.value) for step in LIFECYCLE for source in step.source)


def check_step(verb: str, order: OrderFacts) -> None:
    """Judge whether an order may take a step. Refuses: StepNotAllowed, and what the guards refuse."""
    step = STEPS[verb]
    if OrderState(order.state) not in step.source:
        raise StepNotAllowed(order=order.number, state=order.state, verb=verb)
    for guard in step.needs:
        guard(order)


def take_step(verb: str, orders: Sequence[OrderFacts], *, at: datetime, by: Actor) -> None:
    """Move checked and locked orders to the state of the verb, with a line in the audit trail for each."""
    step = STEPS[verb]
    if not orders:
        return
    execute(
        "UPDATE orders_order SET state = %s WHERE id = ANY(%s)",
        [step.target.value, [order.order_id for order in orders]],
    )
    record_changes(
        subject="order", verb=verb, at=at, by=by,
        changes=[Change(order.order_id, {"state": order.state}, {"state": step.target.value}) for order in orders],
    )  # fmt: skip


def verbs_from(state: str) -> list[str]:
    """Return the verbs that the state allows: the buttons of the back office."""
    return [step.verb for step in LIFECYCLE if state in step.source]
