"""Take back that two customers are one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kontor.customers.errors import MergedFurther, MergeUnknown
from kontor.customers.models import Customer, CustomerAddress, CustomerMerge
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


@dataclass(frozen=True, slots=True)
class PartedCustomers:
    """Whose orders go back to whom."""

    kept_id: int
    gone_id: int
    order_ids: tuple[int, ...]


def part_customers(*, merge_id: int, at: datetime, by: Actor) -> PartedCustomers:
    """Two customers who were made one by mistake are two again, each with what he had; what came since stays with the other one.

    Refuses: MergeUnknown, MergedFurther. Locks: the merge, both customers and who followed.
    """
    merge = CustomerMerge.objects.select_for_update(no_key=True).filter(id=merge_id, undone_at=None).first()
    if merge is None:
        raise MergeUnknown
    rows = Customer.objects.select_for_update(of=("self",), no_key=True).filter(
        id__in=[merge.kept_id, merge.gone_id, *merge.followers]
    )
    found = {it.pk: it for it in rows.order_by("id")}
    if found[merge.kept_id].merged_into_id is not None:
        raise MergedFurther

    # Of those who went along only who is still merged into the one that went: others were parted meanwhile.
    still = CustomerMerge.objects.filter(gone_id__in=merge.followers, undone_at=None).values_list("gone_id", flat=True)
    Customer.objects.filter(id=merge.gone_id).update(merged_into=None)
    Customer.objects.filter(id__in=list(still), merged_into_id=merge.kept_id).update(merged_into_id=merge.gone_id)
    CustomerAddress.objects.filter(id__in=merge.addresses, customer_id=merge.kept_id).update(customer_id=merge.gone_id)
    merge.undone_at = at
    merge.save(update_fields=["undone_at"])
    change = Change(merge.kept_id, {"merged": merge.gone_id}, None)
    record_changes(subject="customer", verb="part_customers", changes=[change], at=at, by=by)
    return PartedCustomers(merge.kept_id, merge.gone_id, tuple(merge.orders))
