"""The life of a fulfilment order: one table, and the only code that writes its state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.fulfilment.errors import FulfilmentStepRefused
from kontor.fulfilment.models import FulfilmentOrder
from kontor.fulfilment.models import FulfilmentState as State
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


@dataclass(frozen=True, slots=True)
class FulfilmentStep:
    """From these states this verb leads to that state."""

    source: tuple[State, ...]
    verb: str
    target: State


LIFECYCLE: tuple[FulfilmentStep, ...] = (
    FulfilmentStep((), "open_fulfilment_orders", State.OPEN),
    FulfilmentStep((State.OPEN,), "start_pick_list", State.PICKING),
    FulfilmentStep((State.PICKING,), "finish_picking", State.PICKED),
    FulfilmentStep((State.PICKED,), "pack_shipment", State.PACKED),
    FulfilmentStep((State.PACKED,), "hand_over_shipments", State.DISPATCHED),
    FulfilmentStep((State.OPEN, State.PICKING, State.PICKED, State.PACKED), "cancel_fulfilment", State.CANCELLED),
)

STEPS = {step.verb: step for step in LIFECYCLE}


def take_fulfilment_step(verb: str, orders: Sequence[FulfilmentOrder], *, at: datetime, by: Actor) -> None:
    """Move locked fulfilment orders on. Refuses: FulfilmentStepRefused."""
    step = STEPS[verb]
    for order in orders:
        if State(order.state) not in step.source:
            raise FulfilmentStepRefused(fulfilment_order=order.id, state=order.state, verb=verb)
    if not orders:
        return
    FulfilmentOrder.objects.filter(id__in=[order.id for order in orders]).update(state=step.target)
    record_changes(
        subject="fulfilment", verb=verb, at=at, by=by,
        changes=[Change(order.id, {"state": order.state}, {"state": step.target.value}) for order in orders],
    )  # fmt: skip
