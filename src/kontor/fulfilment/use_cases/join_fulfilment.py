"""Join fulfilment orders that were split."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from kontor.fulfilment.errors import NotSplittable
from kontor.fulfilment.lifecycle import take_fulfilment_step
from kontor.fulfilment.models import FulfilmentLine, FulfilmentOrder, FulfilmentState
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.lock_order import note_lock


def join_fulfilment(*, fulfilment_order_id: int, at: datetime, by: Actor) -> int:
    """What one location was to send of an order in several parcels leaves in one again, unless somebody picks it.

    Returns the fulfilment order that stays: the oldest. Refuses: NotSplittable where there is nothing to join.
    Locks: the fulfilment orders of the order there (the order is locked before).
    """
    asked = FulfilmentOrder.objects.get(id=fulfilment_order_id)
    open_parts = list(
        FulfilmentOrder.objects.select_for_update(no_key=True)
        .filter(order_id=asked.order_id, location_id=asked.location_id, state=FulfilmentState.OPEN)
        .order_by("id")
    )
    note_lock("fulfilment orders", [part.id for part in open_parts])
    if len(open_parts) < 2 or asked.id not in {part.id for part in open_parts}:
        raise NotSplittable("There are no two open parts of this order here.", fulfilment_order=asked.id)
    whole, *parts = open_parts
    for line in FulfilmentLine.objects.filter(fulfilment_order__in=parts, quantity__gt=0).order_by("id"):
        there = FulfilmentLine.objects.filter(fulfilment_order=whole, order_line_id=line.order_line_id)
        if not there.update(quantity=F("quantity") + line.quantity):
            FulfilmentLine.objects.create(
                fulfilment_order=whole, order_line_id=line.order_line_id, quantity=line.quantity, picked=0
            )
    FulfilmentLine.objects.filter(fulfilment_order__in=parts).update(quantity=0)
    take_fulfilment_step("cancel_fulfilment", parts, at=at, by=by)
    record_changes(
        subject="fulfilment", verb="join_fulfilment", at=at, by=by,
        changes=[Change(whole.id, None, {"parts": [part.id for part in parts]})],
    )  # fmt: skip
    return whole.id
