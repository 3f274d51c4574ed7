"""Note that orders are paid for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.orders.models import Order
from kontor.orders.queries import lock_orders


def secure_orders(*, order_ids: Sequence[int], at: datetime) -> None:
    """From now on the money for these orders is certain: paid, authorised, or owed by a marketplace. Locks: the orders."""
    lock_orders(order_ids)
    Order.objects.filter(id__in=order_ids, secured_at=None).update(secured_at=at)
