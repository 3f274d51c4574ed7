"""The life of a fulfilment order: one table, and the only code that writes its state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.fulfilment.errors import FulfilmentStepRefused
from kontor.fulfilment.models import FulfilmentOrder
from kontor.fulfilment.models import FulfilmentState as State
from kontor.kernel.actor import Actor
from kontor.kernel.lifecycle import Lifecycle, Step
from kontor.platform.keep.audit import Change, record_changes

FULFILMENT_ORDER = Lifecycle(
    "a fulfilment order",
    "fulfilment_fulfilmentorder",
    tuple(State.values),
    (
        Step((), "open_fulfilment_orders", State.OPEN),
        Step((State.OPEN,), "start_pick_list", State.PICKING),
        Step((State.PICKING,), "pick_task", State.PICKED),
        Step((State.PICKED,), "pack_shipment", State.PACKED),
        Step((State.PACKED,), "hand_over_shipments", State.DISPATCHED),
        Step((State.OPEN, State.PICKING, State.PICKED, State.PACKED), "cancel_fulfilment", State.CANCELLED),
    ),
)
LIFECYCLES = (FULFILMENT_ORDER,)


def take_fulfilment_step(verb: str, orders: Sequence[FulfilmentOrder], *, at: datetime, by: Actor) -> None:
    """Move locked fulfilment orders on. Refuses: FulfilmentStepRefused."""
    target = FULFILMENT_ORDER.step_of(verb).target
    for order in orders:
        if not FULFILMENT_ORDER.allows(verb, order.state):
            raise FulfilmentStepRefused(fulfilment_order=order.id, state=order.state, verb=verb)
    if not orders:
        return
    FulfilmentOrder.objects.filter(id__in=[order.id for order in orders]).update(state=target)
    record_changes(
        subject="fulfilment", verb=verb, at=at, by=by,
        changes=[Change(order.id, {"state": order.state}, {"state": str(target)}) for order in orders],
    )  # fmt: skip
