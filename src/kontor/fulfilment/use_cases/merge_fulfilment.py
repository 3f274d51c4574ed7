"""Merge fulfilment orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.fulfilment.errors import NotMergeable, OtherLocation
from kontor.fulfilment.models import FulfilmentOrder, Merge
from kontor.fulfilment.queries import BEFORE_PACKING, lock_fulfilment_orders
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def merge_fulfilment(*, fulfilment_order_ids: Sequence[int], at: datetime, by: Actor) -> int:
    """Fulfilment orders at one location leave in one parcel; each keeps its order, its documents and its money.

    One that is merged already takes the others in. Whether it is one buyer and one address is judged before. Returns the
    merge's id. Refuses: NotMergeable, OtherLocation. Locks: the fulfilment orders (their orders are locked before).
    """
    members = lock_fulfilment_orders(fulfilment_order_ids)
    if len({member.location_id for member in members}) > 1:
        raise OtherLocation()
    known = {member.merge_id for member in members if member.merge_id}
    if len(members) < 2 or len(known) > 1 or any(member.state not in BEFORE_PACKING for member in members):
        raise NotMergeable(fulfilment_orders=[member.id for member in members])
    merge_id = known.pop() if known else Merge.objects.create(opened_at=at, opened_by=str(by)).id
    FulfilmentOrder.objects.filter(id__in=[member.id for member in members]).update(merge_id=merge_id)
    record_changes(
        subject="fulfilment", verb="merge_fulfilment", at=at, by=by,
        changes=[
            Change(member.id, {"merge": member.merge_id}, {"merge": merge_id})
            for member in members if member.merge_id != merge_id
        ],
    )  # fmt: skip
    return merge_id
