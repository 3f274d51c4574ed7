"""Move pieces from one location to another."""

from __future__ import annotations

from datetime import datetime

from kontor.inventory.models import Balance
from kontor.inventory.queries import lock_stock
from kontor.inventory.use_cases.correct_stock import correct_stock
from kontor.kernel.actor import Actor
from kontor.platform.sql.bulk import insert_rows


def move_stock(*, sku_id: int, start_id: int, goal_id: int, pieces: int, cause: str, at: datetime, by: Actor) -> None:
    """Pieces that are promised to nobody leave the book of one location and stand in that of another, at once.

    Refuses: what ``correct_stock`` refuses. Locks: the balances of both, the SKU against becoming a kit.
    """
    # Both are there before either is locked, so that nobody who begins at the other one waits in a circle.
    places = sorted([start_id, goal_id])
    insert_rows(Balance, {"sku": [sku_id] * 2, "location": places}, tail="ON CONFLICT DO NOTHING")
    lock_stock([sku_id])
    correct_stock(sku_id=sku_id, location_id=start_id, pieces=-pieces, cause=cause, at=at, by=by)
    correct_stock(sku_id=sku_id, location_id=goal_id, pieces=pieces, cause=cause, at=at, by=by)
