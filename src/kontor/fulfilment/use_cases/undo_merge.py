"""Undo a merge."""

from __future__ import annotations

from datetime import datetime

from kontor.fulfilment.errors import NotMergeable
from kontor.fulfilment.models import FulfilmentOrder, FulfilmentState, Merge
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.lock_order import note_lock


def undo_merge(*, merge_id: int, at: datetime, by: Actor) -> None:
    """What was to leave in one parcel leaves apart again, as long as one part of it is not packed.

    Refuses: NotMergeable once the parcel is closed. Locks: the merge, its members (their orders are locked before).
    """
    merge = Merge.objects.select_for_update(no_key=True).get(id=merge_id)
    members = list(FulfilmentOrder.objects.select_for_update(no_key=True).filter(merge=merge).order_by("id"))
    note_lock("fulfilment orders", [member.id for member in members])
    live = [member for member in members if member.state != FulfilmentState.CANCELLED]
    closed = live and all(member.state in (FulfilmentState.PACKED, FulfilmentState.DISPATCHED) for member in live)
    if merge.undone_at is not None or closed:
        raise NotMergeable("The parcel is closed already; what is in it leaves together.", merge=merge_id)
    Merge.objects.filter(id=merge_id).update(undone_at=at, undone_by=str(by))
    FulfilmentOrder.objects.filter(merge=merge).update(merge=None)
    record_changes(
        subject="fulfilment", verb="undo_merge", at=at, by=by,
        changes=[Change(member.id, {"merge": merge_id}, {"merge": None}) for member in members],
    )  # fmt: skip
