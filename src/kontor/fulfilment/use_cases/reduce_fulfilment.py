"""Take pieces out of fulfilment orders."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from kontor.fulfilment.errors import PiecesInWork
from kontor.fulfilment.lifecycle import take_fulfilment_step
from kontor.fulfilment.models import FulfilmentLine, FulfilmentOrder, FulfilmentState, PickTask
from kontor.kernel.actor import Actor
from kontor.platform.sql.lock_order import note_lock


def reduce_fulfilment(*, line_id: int, quantity: int, at: datetime, by: Actor) -> dict[int, int]:
    """Pieces that are not wanted any more are not picked; what is picked already stays.

    Returns the pieces taken out per location. Refuses: PiecesInWork where fewer are left to pick.
    Locks: the fulfilment orders (the order is locked before).
    """
    open_states = [FulfilmentState.OPEN, FulfilmentState.PICKING]
    ids = FulfilmentLine.objects.filter(order_line_id=line_id, fulfilment_order__state__in=open_states)
    locked = FulfilmentOrder.objects.select_for_update(no_key=True).filter(
        id__in=ids.values_list("fulfilment_order_id", flat=True)
    )
    orders = list(locked.order_by("id"))
    note_lock("fulfilment orders", [order.id for order in orders])
    taken: dict[int, int] = {}
    for order in orders:
        for line in FulfilmentLine.objects.filter(fulfilment_order=order, order_line_id=line_id, quantity__gt=0):
            tasks = list(PickTask.objects.filter(fulfilment_line=line))
            free = min((task.open // task.each for task in tasks), default=line.quantity)
            pieces = min(quantity - sum(taken.values()), free)
            if pieces <= 0:
                continue
            FulfilmentLine.objects.filter(id=line.id).update(quantity=F("quantity") - pieces)
            for task in tasks:
                PickTask.objects.filter(id=task.id).update(quantity=F("quantity") - pieces * task.each)
            taken[order.location_id] = taken.get(order.location_id, 0) + pieces
        if not FulfilmentLine.objects.filter(fulfilment_order=order, quantity__gt=0).exists():
            take_fulfilment_step("cancel_fulfilment", [order], at=at, by=by)
    if sum(taken.values()) < quantity:
        raise PiecesInWork(line=line_id, asked=quantity, open=sum(taken.values()))
    return taken
