"""Free reservations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kontor.inventory.events import StockAdded
from kontor.inventory.models import MoveKind, Reservation
from kontor.inventory.queries import lock_stock
from kontor.inventory.use_cases.take_from_reservations import take_from_reservations
from kontor.kernel.actor import Actor
from kontor.platform.post.outbox import publish


def free_reservations(*, pieces: Mapping[int, int], cause: str, at: datetime, by: Actor, tell: bool = True) -> None:
    """What is no longer demanded can be sold again. ``pieces``: reservation id → quantity to free.

    Refuses: ReservationUnknown where less is open than is to be freed.
    Tells: StockAdded (unless the caller reserves the same pieces anew). Locks: balances, then reservations.
    """
    if not pieces:
        return
    found = list(Reservation.objects.filter(id__in=pieces).order_by("id"))
    lock_stock(item.sku_id for item in found)
    take_from_reservations(found=found, pieces=pieces, kind=MoveKind.FREE, cause=cause, at=at, by=by)
    if tell:
        publish([StockAdded(sku_id) for sku_id in sorted({item.sku_id for item in found})], at=at, by=by)
