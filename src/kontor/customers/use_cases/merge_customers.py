"""Make two customers one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.customers.errors import MergeRefused
from kontor.customers.models import Customer, CustomerAddress, CustomerMerge
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def merge_customers(*, kept_id: int, gone_id: int, order_ids: Sequence[int], at: datetime, by: Actor) -> int:
    """A person says that two customers are one: addresses go along, and whoever is known as the one that goes is the other.

    ``order_ids``: the orders that went along. Returns the id of the merge, by which it can be taken back.
    Refuses: MergeRefused. Locks: both customers.
    """
    rows = Customer.objects.select_for_update(of=("self",), no_key=True).filter(id__in=[kept_id, gone_id])
    found = {it.pk: it for it in rows.order_by("id")}
    if len(found) < 2 or any(it.merged_into_id for it in found.values()):
        raise MergeRefused

    followers = list(Customer.objects.filter(merged_into_id=gone_id).values_list("id", flat=True))
    Customer.objects.filter(id__in=[gone_id, *followers]).update(merged_into_id=kept_id)
    known = CustomerAddress.objects.filter(customer_id=kept_id).values("fingerprint")
    moving = CustomerAddress.objects.filter(customer_id=gone_id).exclude(fingerprint__in=known)
    addresses = list(moving.values_list("id", flat=True))
    CustomerAddress.objects.filter(id__in=addresses).update(customer_id=kept_id)
    merge = CustomerMerge.objects.create(
        kept_id=kept_id,
        gone_id=gone_id,
        orders=list(order_ids),
        addresses=addresses,
        followers=followers,
        at=at,
        by=str(by),
    )
    told = {"gone": str(found[gone_id]), "orders": len(order_ids)}
    record_changes(subject="customer", verb="merge_customers", changes=[Change(kept_id, None, told)], at=at, by=by)
    return int(merge.pk)
