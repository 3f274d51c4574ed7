"""Receive stock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from kontor.catalog.public import stay_skus
from kontor.inventory.errors import KitHasNoStock, MoveKnown, TooMuchStock
from kontor.inventory.events import StockAdded
from kontor.inventory.models import MOST_ON_HAND, Balance, MoveKind, StockMove
from kontor.inventory.queries import lock_stock
from kontor.kernel.actor import Actor
from kontor.platform.post.outbox import publish
from kontor.platform.sql.bulk import insert_rows


@dataclass(frozen=True, slots=True)
class GoodsIn:
    """So many pieces of a SKU came into a location. ``cause`` names the receipt; it books once."""

    sku_id: int
    location_id: int
    quantity: int
    cause: str


def receive_stock(*, goods: Sequence[GoodsIn], at: datetime, by: Actor) -> int:
    """What comes in is on hand at once; the same receipt is never booked twice.

    Returns how many receipts were new. Refuses: KitHasNoStock, TooMuchStock, MoveKnown where a receipt of the same cause told
    another number of pieces.
    Tells: StockAdded. Locks: balances in (SKU, location) order, their SKUs against becoming kits.
    """
    ordered = sorted(goods, key=lambda item: (item.sku_id, item.location_id))
    insert_rows(
        Balance,
        {"sku": [item.sku_id for item in ordered], "location": [item.location_id for item in ordered]},
        tail="ON CONFLICT DO NOTHING",
    )
    lock_stock(item.sku_id for item in ordered)
    if stay_skus([item.sku_id for item in goods]):
        raise KitHasNoStock()
    most = Balance.objects.filter(sku_id__in={item.sku_id for item in ordered}).aggregate(most=Max("on_hand"))["most"]
    if (most or 0) + sum(item.quantity for item in ordered) > MOST_ON_HAND:
        # Only where the sum comes near the limit is it worth looking at each.
        _check_room(ordered)

    booked = insert_rows(
        StockMove,
        {
            "sku": [item.sku_id for item in ordered], "location": [item.location_id for item in ordered],
            "kind": MoveKind.RECEIPT.value, "quantity": [item.quantity for item in ordered],
            "cause": [item.cause for item in ordered], "at": at, "by": str(by),
        },
        tail="ON CONFLICT (cause, sku_id, location_id) DO NOTHING RETURNING sku_id",
    )  # fmt: skip
    if len(booked) < len(ordered):
        _check_same(ordered)
    publish([StockAdded(sku_id) for sku_id in sorted({row[0] for row in booked})], at=at, by=by)
    return len(booked)


def _check_same(goods: Sequence[GoodsIn]) -> None:
    """What was booked before by these causes is what is told now; else pieces would be in the house and in no book."""
    rows = StockMove.objects.filter(cause__in={it.cause for it in goods}, sku_id__in={it.sku_id for it in goods})
    kept = {
        (cause, sku, location): quantity
        for cause, sku, location, quantity in rows.values_list("cause", "sku_id", "location_id", "quantity")
    }
    for it in goods:
        if (quantity := kept.get((it.cause, it.sku_id, it.location_id))) is not None and quantity != it.quantity:
            raise MoveKnown(reference=it.cause, booked=quantity, told=it.quantity)


def _check_room(goods: Sequence[GoodsIn]) -> None:
    held = Balance.objects.filter(sku_id__in={item.sku_id for item in goods})
    on_hand = Counter({(row[0], row[1]): row[2] for row in held.values_list("sku_id", "location_id", "on_hand")})
    for item in goods:
        on_hand[item.sku_id, item.location_id] += item.quantity
    if max(on_hand.values()) > MOST_ON_HAND:
        raise TooMuchStock()
