"""Two customers who are one buyer: their orders, addresses and future orders are one's, until somebody takes it back."""

from __future__ import annotations

from datetime import datetime

from kontor.customers.public import is_merged_into, lock_customers, merge_customers, part_customers
from kontor.kernel.actor import Actor
from kontor.orders.public import rebind_orders


def join_customers(*, kept_id: int, gone_id: int, at: datetime, by: Actor) -> int:
    """All that one customer ordered is another's from now on, and what he orders next. Returns the id of the merge.

    Refuses: MergeRefused. Locks: both customers, his orders.
    """
    lock_customers([kept_id, gone_id])
    moved = rebind_orders(from_customer=gone_id, to_customer=kept_id, at=at, by=by)
    return merge_customers(kept_id=kept_id, gone_id=gone_id, order_ids=moved, at=at, by=by)


def divide_customers(*, merge_id: int, at: datetime, by: Actor) -> None:
    """A merge is taken back, with the orders that went along. Refuses: MergeUnknown. Locks: both customers, the orders."""
    parted = part_customers(merge_id=merge_id, at=at, by=by)
    rebind_orders(from_customer=parted.kept_id, to_customer=parted.gone_id, only=parted.order_ids, at=at, by=by)


def bind_late_orders(*, kept_id: int, gone_id: int, at: datetime, by: Actor) -> int:
    """An order that was on its way in while its buyer was merged follows him. Returns how many did, none where the two were
    parted meanwhile. Locks: both customers, these orders.
    """
    lock_customers([kept_id, gone_id])
    if not is_merged_into(gone_id, kept_id):
        return 0
    return len(rebind_orders(from_customer=gone_id, to_customer=kept_id, at=at, by=by))
