"""Book what somebody counted."""

from __future__ import annotations

from datetime import datetime

from kontor.inventory.models import Balance
from kontor.inventory.queries import lock_stock
from kontor.inventory.use_cases.adjust_stock import adjust_stock
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def count_stock(*, sku_id: int, location_id: int, counted: int, cause: str, at: datetime, by: Actor) -> int:
    """The book follows the count, down to what is promised to orders: what is not there is promised to nobody else.

    Returns how many promised pieces were not found: they stay in the book until their orders are cancelled or picked short.
    Refuses: KitHasNoStock, TooMuchStock, MoveKnown. Tells: StockAdded where more was found. Locks: the balance, the SKU against
    becoming a kit.
    """
    lock_stock([sku_id])
    balance = Balance.objects.filter(sku_id=sku_id, location_id=location_id).first()
    reserved = balance.reserved if balance is not None else 0
    adjust_stock(
        sku_id=sku_id, location_id=location_id, counted=max(counted, reserved), cause=cause, at=at, by=by
    )  # fmt: skip
    lacking = max(0, reserved - counted)
    if lacking:
        change = Change(sku_id, {"reserved": reserved}, {"quantity": counted})
        record_changes(subject="sku", verb="count_stock", changes=[change], at=at, by=by)
    return lacking
