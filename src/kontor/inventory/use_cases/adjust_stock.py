"""Adjust stock to what was counted."""

from __future__ import annotations

from datetime import datetime

from kontor.catalog.public import stay_skus
from kontor.inventory.errors import KitHasNoStock, MoveKnown, StockReserved, TooMuchStock
from kontor.inventory.events import StockAdded
from kontor.inventory.models import MOST_ON_HAND, Balance, MoveKind, StockMove
from kontor.inventory.queries import lock_stock
from kontor.kernel.actor import Actor
from kontor.platform.post.outbox import publish
from kontor.platform.sql.bulk import insert_rows
from kontor.platform.sql.idempotency import SentBefore, check_first


def adjust_stock(
    *, sku_id: int, location_id: int, counted: int, cause: str, of_paper: bool = True, at: datetime, by: Actor
) -> int:
    """The book follows the count, unless what was counted is less than what is promised to orders. ``of_paper``: behind the cause
    stands a paper that may come a second time; where something else takes care of that nothing is remembered of it.

    Returns the difference that was booked. Refuses: StockReserved, KitHasNoStock, TooMuchStock, MoveKnown for a cause that has
    booked something else here.
    Tells: StockAdded where more was found. Locks: the balance, the SKU against becoming a kit.
    """
    insert_rows(Balance, {"sku": [sku_id], "location": [location_id]}, tail="ON CONFLICT DO NOTHING")
    lock_stock([sku_id])
    if stay_skus([sku_id]):
        raise KitHasNoStock()
    balance = Balance.objects.get(sku_id=sku_id, location_id=location_id)

    difference = counted - balance.on_hand
    if counted > MOST_ON_HAND:
        raise TooMuchStock(left=MOST_ON_HAND - balance.on_hand)
    if counted < balance.reserved:
        raise StockReserved(counted=counted, reserved=balance.reserved)
    # A paper that found no difference was booked, too: read a second time, late, it is no new count.
    first = not of_paper or _is_first(f"count:{sku_id}:{location_id}:{cause}", at)
    if difference == 0:
        return 0
    if not first:
        raise MoveKnown(cause=cause)

    kind = MoveKind.ADJUST_UP if difference > 0 else MoveKind.ADJUST_DOWN
    booked = insert_rows(
        StockMove,
        {
            "sku": [sku_id], "location": [location_id], "kind": kind.value, "quantity": [abs(difference)],
            "cause": [cause], "at": at, "by": str(by),
        },
        tail="ON CONFLICT (cause, sku_id, location_id) DO NOTHING RETURNING id",
    )  # fmt: skip
    if not booked:
        raise MoveKnown(cause=cause)
    if difference > 0:
        publish([StockAdded(sku_id)], at=at, by=by)
    return difference


def _is_first(paper: str, at: datetime) -> bool:
    try:
        check_first(principal="reference", key=paper, at=at)
    except SentBefore:
        return False
    return True
