"""Cancel the fulfilment orders of an order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from kontor.fulfilment.lifecycle import take_fulfilment_step
from kontor.fulfilment.models import FulfilmentOrder, FulfilmentState, PickList, PickTask
from kontor.kernel.actor import Actor
from kontor.platform.sql.lock_order import note_lock


def cancel_fulfilment(*, order_id: int, at: datetime, by: Actor) -> int:
    """Work on an order stops; what is picked goes back to the shelf.

    Returns how many fulfilment orders were stopped. Locks: them (the order is locked before).
    """
    live = FulfilmentOrder.objects.select_for_update(no_key=True).filter(order_id=order_id)
    orders = list(live.exclude(state__in=[FulfilmentState.DISPATCHED, FulfilmentState.CANCELLED]).order_by("id"))
    note_lock("fulfilment orders", [order.id for order in orders])
    take_fulfilment_step("cancel_fulfilment", orders, at=at, by=by)
    _call_off_rounds(orders, at)
    return len(orders)


def _call_off_rounds(orders: Sequence[FulfilmentOrder], at: datetime) -> None:
    """Nobody is sent for what is not wanted any more; a round that wants nothing else is done."""
    tasks = PickTask.objects.filter(fulfilment_line__fulfilment_order__in=orders)
    rounds = set(tasks.values_list("pick_list_id", flat=True))
    tasks.update(quantity=F("picked") + F("missing"))
    for pick_list in PickList.objects.filter(id__in=rounds, done_at=None).order_by("id"):
        if not any(task.open for task in pick_list.tasks.all()):
            pick_list.done_at = at
            pick_list.save(update_fields=["done_at"])
