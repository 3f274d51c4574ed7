"""Cancel the fulfilment orders of an order."""

from __future__ import annotations

from datetime import datetime

from kontor.fulfilment.lifecycle import take_fulfilment_step
from kontor.fulfilment.models import FulfilmentOrder, FulfilmentState
from kontor.kernel.actor import Actor


def cancel_fulfilment(*, order_id: int, at: datetime, by: Actor) -> int:
    """Work on an order stops; what is picked goes back to the shelf.

    Returns how many fulfilment orders were stopped. Locks: them (the order is locked before).
    """
    live = FulfilmentOrder.objects.select_for_update(no_key=True).filter(order_id=order_id)
    orders = list(live.exclude(state__in=[FulfilmentState.DISPATCHED, FulfilmentState.CANCELLED]).order_by("id"))
    take_fulfilment_step("cancel_fulfilment", orders, at=at, by=by)
    return len(orders)
