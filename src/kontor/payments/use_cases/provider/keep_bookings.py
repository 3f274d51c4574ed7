"""Keep what a provider booked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.payments.models import MoneyIntent, Payment, ProviderAccount, ProviderBooking
from kontor.payments.ports import Booking
from kontor.platform.sql.bulk import insert_rows


def keep_bookings(*, account_id: int, bookings: Sequence[Booking], until: datetime | None, at: datetime) -> int:
    """Each booking is kept once, with the payment that it belongs to where one is known by its ids or by our reference.

    ``until``: everything booked before is here now. Returns how many are new.
    """
    ids = {name for booking in bookings for name in booking.names}
    payments = Payment.objects.filter(account_id=account_id)
    known = dict(payments.filter(external_id__in=ids).values_list("external_id", "id"))
    intents = MoneyIntent.objects.filter(account_id=account_id)
    for column in ("external_id", "reference"):
        known |= dict(intents.filter(**{f"{column}__in": ids}).values_list(column, "payment_id"))
    rows = insert_rows(
        ProviderBooking,
        {
            "account": [account_id] * len(bookings),
            "external_id": [it.external_id[:120] for it in bookings],
            "kind": [it.kind for it in bookings],
            "payment": [next((known[name] for name in it.names if name in known), None) for it in bookings],
            "amount": [it.amount for it in bookings],
            "fee": [it.fee for it in bookings],
            "currency": [it.currency for it in bookings],
            "booked_at": [it.booked_at for it in bookings],
            "heard_at": at,
        },
        tail="ON CONFLICT DO NOTHING RETURNING id",
    )
    if until is not None:
        ProviderAccount.objects.filter(id=account_id).update(booked_until=until)
    return len(rows)
