"""Raise what orders owe."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import F

from kontor.payments.models import Payment


def raise_debts(*, by_amount: Mapping[int, Decimal]) -> None:
    """What a reminder costs is owed besides, so that money which pays it finds its place. ``by_amount``: order → amount.

    Locks: the payments (the caller has locked the orders).
    """
    for order_id, amount in sorted(by_amount.items()):
        if amount:
            Payment.objects.filter(order_id=order_id).update(amount=F("amount") + amount)
