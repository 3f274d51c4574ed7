"""Note that orders are paid for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.orders.models import Order
from kontor.platform.sql.lock_order import note_lock


def secure_orders(*, order_ids: Sequence[int], at: datetime) -> None:
    """From now on the money for these orders is certain: paid, authorised, or owed by a marketplace. Locks: the orders."""
    lock = Order.objects.select_for_update(of=("self",), no_key=True).filter(id__in=order_ids).order_by("id")
    list(lock.values_list("id"))
    note_lock("orders", order_ids)
    Order.objects.filter(id__in=order_ids, secured_at=None).update(secured_at=at)
