"""Issue stock: the goods leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kontor.inventory.models import MoveKind, Reservation
from kontor.inventory.queries import lock_stock
from kontor.inventory.use_cases.take_from_reservations import take_from_reservations
from kontor.kernel.actor import Actor


def issue_stock(*, pieces: Mapping[int, int], cause: str, at: datetime, by: Actor) -> None:
    """What leaves the building was reserved before and is gone from both, on hand and reserved.

    ``pieces``: reservation id → quantity. Refuses: ReservationUnknown where less is reserved than leaves.
    Locks: balances in (SKU, location) order, then reservations.
    """
    found = list(Reservation.objects.filter(id__in=pieces).order_by("id"))
    lock_stock(item.sku_id for item in found)
    take_from_reservations(found=found, pieces=pieces, kind=MoveKind.ISSUE, cause=cause, at=at, by=by)
