"""Keep safety stock."""

from __future__ import annotations

from datetime import datetime

from kontor.inventory.models import Balance
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.bulk import insert_rows


def keep_safety_stock(*, sku_id: int, location_id: int, quantity: int, at: datetime, by: Actor) -> None:
    """So many pieces stay in a location and are promised to nobody. Locks: the balance."""
    insert_rows(Balance, {"sku": [sku_id], "location": [location_id]}, tail="ON CONFLICT DO NOTHING")
    balance = Balance.objects.select_for_update(no_key=True).get(sku_id=sku_id, location_id=location_id)

    before = balance.safety_stock
    balance.safety_stock = quantity
    balance.save(update_fields=["safety_stock"])
    record_changes(
        subject="balance", verb="keep_safety_stock", at=at, by=by,
        changes=[Change(balance.id, {"safety_stock": before}, {"safety_stock": quantity})],
    )  # fmt: skip
