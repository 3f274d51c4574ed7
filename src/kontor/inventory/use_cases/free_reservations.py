"""Free reservations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kontor.inventory.errors import ReservationUnknown
from kontor.inventory.events import StockAdded
from kontor.inventory.models import MoveKind, Reservation, StockMove
from kontor.inventory.queries import lock_stock
from kontor.kernel.actor import Actor
from kontor.platform.bulk import execute, insert_rows
from kontor.platform.outbox import publish


def free_reservations(*, pieces: Mapping[int, int], cause: str, at: datetime, by: Actor, tell: bool = True) -> None:
    """What is no longer demanded can be sold again. ``pieces``: reservation id → quantity to free.

    Refuses: ReservationUnknown where less is open than is to be freed.
    Tells: StockAdded (unless the caller reserves the same pieces anew). Locks: balances, then reservations.
    """
    if not pieces:
        return
    found = list(Reservation.objects.filter(id__in=pieces).order_by("id"))
    lock_stock(item.sku_id for item in found)

    ids = [item.id for item in found]
    touched = execute(
        "UPDATE inventory_reservation r SET open = open - freed.quantity"
        " FROM unnest(%s::bigint[], %s::int[]) AS freed(id, quantity)"
        " WHERE r.id = freed.id AND r.open >= freed.quantity",
        [ids, [pieces[reservation_id] for reservation_id in ids]],
    )
    if touched != len(pieces):
        raise ReservationUnknown(wanted=len(pieces), open=touched)
    insert_rows(
        StockMove,
        {
            "sku": [item.sku_id for item in found], "location": [item.location_id for item in found],
            "kind": MoveKind.FREE.value, "quantity": [pieces[item.id] for item in found],
            "cause": [f"free:{item.id}:{cause}" for item in found], "at": at, "by": str(by),
        },
    )  # fmt: skip
    if tell:
        publish([StockAdded(sku_id) for sku_id in sorted({item.sku_id for item in found})], at=at, by=by)
