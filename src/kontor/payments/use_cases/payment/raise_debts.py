"""Raise what orders owe."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import F

from kontor.kernel.actor import Actor
from kontor.payments.models import Payment
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.lock_order import note_lock


def raise_debts(*, by_amount: Mapping[int, Decimal], at: datetime, by: Actor) -> None:
    """What a reminder costs is owed besides, so that money which pays it finds its place. ``by_amount``: order → amount.

    Locks: the payments (the caller has locked the orders).
    """
    note_lock("payments", sorted(by_amount))
    for order_id, amount in sorted(by_amount.items()):
        if amount:
            Payment.objects.filter(order_id=order_id).update(amount=F("amount") + amount, raised=F("raised") + amount)
    raised = [Change(order_id, None, {"raised_by": str(amount)}) for order_id, amount in by_amount.items() if amount]
    record_changes(subject="payment", verb="raise_debts", changes=raised, at=at, by=by)
