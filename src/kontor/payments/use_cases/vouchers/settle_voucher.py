"""Settle what came back to a voucher that nobody can use."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.models import Voucher
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.lock_order import note_lock


def settle_voucher(*, voucher_id: int, at: datetime, by: Actor) -> bool:
    """Somebody gave the buyer something else for what came back to a dead voucher: it waits no longer. Returns whether
    there is such a voucher. Locks: the voucher.
    """
    note_lock("vouchers", [voucher_id])
    voucher = Voucher.objects.select_for_update(no_key=True).filter(id=voucher_id).first()
    if voucher is None:
        return False
    change = Change(voucher_id, {"settled_at": voucher.settled_at}, {"settled_at": at})
    voucher.settled_at = at
    voucher.save(update_fields=["settled_at"])
    record_changes(subject="voucher", verb="settle_voucher", changes=[change], at=at, by=by)
    return True
