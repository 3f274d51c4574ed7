"""Issue stock: the goods leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kontor.inventory.errors import ReservationUnknown
from kontor.inventory.models import MoveKind, Reservation, StockMove
from kontor.inventory.queries import lock_stock
from kontor.kernel.actor import Actor
from kontor.platform.bulk import execute, insert_rows


def issue_stock(*, pieces: Mapping[int, int], cause: str, at: datetime, by: Actor) -> None:
    """What leaves the building was reserved before and is gone from both, on hand and reserved.

    ``pieces``: reservation id → quantity. Refuses: ReservationUnknown where less is reserved than leaves.
    Locks: balances in (SKU, location) order, then reservations.
    """
    found = list(Reservation.objects.filter(id__in=pieces).order_by("id"))
    lock_stock(item.sku_id for item in found)

    ids = [item.id for item in found]
    touched = execute(
        "UPDATE inventory_reservation r SET open = open - issued.quantity"
        " FROM unnest(%s::bigint[], %s::int[]) AS issued(id, quantity)"
        " WHERE r.id = issued.id AND r.open >= issued.quantity",
        [ids, [pieces[reservation_id] for reservation_id in ids]],
    )
    if touched != len(pieces):
        raise ReservationUnknown(wanted=len(pieces), open=touched)
    insert_rows(
        StockMove,
        {
            "sku": [item.sku_id for item in found], "location": [item.location_id for item in found],
            "kind": MoveKind.ISSUE.value, "quantity": [pieces[item.id] for item in found],
            "cause": [f"issue:{item.id}:{cause}" for item in found], "at": at, "by": str(by),
        },
    )  # fmt: skip
