"""Say whose orders are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.models import Order
from kontor.orders.queries import lock_order_rows
from kontor.platform.keep.audit import Change, record_changes


def rebind_orders(
    *, from_customer: int, to_customer: int, only: Collection[int] | None = None, at: datetime, by: Actor
) -> list[int]:
    """Orders of one customer are another's, because the two are one, or are two again (``only``: these of them).

    Returns which. Locks: the orders.
    """
    rows = Order.objects.filter(customer_id=from_customer)
    ids = sorted((rows if only is None else rows.filter(id__in=only)).values_list("id", flat=True))
    lock_order_rows(ids)
    Order.objects.filter(id__in=ids).update(customer_id=to_customer)
    changes = [Change(key, {"customer": from_customer}, {"customer": to_customer}) for key in ids]
    record_changes(subject="order", verb="rebind_orders", changes=changes, at=at, by=by)
    return ids
