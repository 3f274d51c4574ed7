"""Block a voucher."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.models import Voucher
from kontor.platform.keep.audit import Change, record_changes


def block_voucher(*, voucher_id: int, at: datetime, by: Actor) -> bool:
    """A voucher that was lost or given by mistake cannot be used any more. False where it is blocked already."""
    touched = Voucher.objects.filter(id=voucher_id, blocked_at=None).update(blocked_at=at)
    if touched:
        changes = [Change(voucher_id, {"blocked": False}, {"blocked": True})]
        record_changes(subject="voucher", verb="block_voucher", changes=changes, at=at, by=by)
    return bool(touched)
