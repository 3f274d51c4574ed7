"""Kits: an article becomes one only where no pieces of its own lie anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kontor.catalog.public import SkuFacts, define_kit, hold_skus, keep_sku
from kontor.flows.errors import StillInStock
from kontor.inventory.public import is_in_stock, lock_stock
from kontor.kernel.actor import Actor
from kontor.orders.public import is_wanted


def make_kit(*, product_id: int, sku_id: int, parts: Mapping[int, int], at: datetime, by: Actor) -> None:
    """An article is sold as its parts from now on: a set, or a pack of several of one. ``parts``: SKU id → pieces.

    Refuses: StillInStock where pieces of it lie somewhere or orders wait for some, and what ``define_kit`` refuses.
    Locks: its balances, the SKU (nobody gives it a first balance meanwhile), the product.
    """
    lock_stock([sku_id])
    hold_skus([sku_id, *parts])
    if is_in_stock(sku_id) or is_wanted(sku_id):
        raise StillInStock
    keep_sku(sku_id=sku_id, product_id=product_id, facts=SkuFacts(is_kit=True), at=at, by=by)
    define_kit(kit_id=sku_id, parts=parts)
