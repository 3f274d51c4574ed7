"""Correct stock by so many pieces."""

from __future__ import annotations

from datetime import datetime

from kontor.inventory.errors import StockMissing
from kontor.inventory.models import Balance
from kontor.inventory.queries import lock_stock
from kontor.inventory.use_cases.adjust_stock import adjust_stock
from kontor.kernel.actor import Actor
from kontor.platform.sql.bulk import insert_rows


def correct_stock(*, sku_id: int, location_id: int, pieces: int, cause: str, at: datetime, by: Actor) -> int:
    """Pieces that broke, were lost or turned up change the book by their number, whatever is in it.

    ``pieces`` is negative for what is gone. Returns the difference that was booked.
    Refuses: StockMissing, StockReserved, KitHasNoStock, TooMuchStock, MoveKnown.
    Locks: the balance, the SKU against becoming a kit.
    """
    # A balance that is not there holds nobody back.
    insert_rows(Balance, {"sku": [sku_id], "location": [location_id]}, tail="ON CONFLICT DO NOTHING")
    lock_stock([sku_id])
    held = Balance.objects.filter(sku_id=sku_id, location_id=location_id).values_list("on_hand", flat=True).first() or 0
    if held + pieces < 0:
        raise StockMissing(left=held)
    return adjust_stock(
        sku_id=sku_id, location_id=location_id, counted=held + pieces, cause=cause, of_paper=False, at=at, by=by
    )
