"""Write off what is not on the shelf."""

from __future__ import annotations

from datetime import datetime

from kontor.inventory.models import MoveKind, StockMove
from kontor.inventory.queries import lock_stock
from kontor.kernel.actor import Actor
from kontor.platform.sql.bulk import insert_rows, select_rows


def write_off_missing(*, sku_id: int, location_id: int, quantity: int, cause: str, at: datetime, by: Actor) -> int:
    """Pieces that a picker did not find leave the book, as far as they are not promised to somebody else.

    Returns how many were written off: where the rest is promised, their pickers will find out one by one.
    Locks: the balance.
    """
    lock_stock([sku_id])
    rows = select_rows(
        "SELECT on_hand - reserved FROM inventory_balance WHERE sku_id = %s AND location_id = %s",
        [sku_id, location_id],
    )
    gone = min(quantity, rows[0][0] if rows else 0)
    if gone:
        insert_rows(
            StockMove,
            {
                "sku": [sku_id], "location": [location_id], "kind": MoveKind.ADJUST_DOWN.value, "quantity": [gone],
                "cause": [cause], "at": at, "by": str(by),
            },
        )  # fmt: skip
    return gone
