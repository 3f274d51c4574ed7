"""Lower what orders owe to what their papers ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.kernel.money import ZERO
from kontor.payments.events import PaymentSecured
from kontor.payments.models import Payment
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.post.outbox import publish
from kontor.platform.sql.lock_order import note_lock


def lower_to_papers(*, asked: Mapping[int, Decimal], at: datetime, by: Actor) -> None:
    """What somebody took back of an invoice is not owed any more, as far as it is not paid: what is paid, somebody gives back.
    ``asked``: order → what its papers come to in money. An order that waits for its money is never let go for nothing.

    Tells: PaymentSecured where what was received is enough now. Locks: the payments (the caller has locked the orders).
    """
    note_lock("payments", sorted(asked))
    lowered, secured = [], []
    for payment in Payment.objects.select_for_update(no_key=True).filter(order_id__in=asked).order_by("id"):
        asks = max(ZERO, asked[payment.order_id]) + payment.raised
        owed = max(asks, payment.left_over + payment.amount + payment.capture_pending)
        waits = payment.secured_at is None
        if owed >= payment.amount or (waits and asks <= 0):
            continue
        lowered.append(Change(payment.id, {"owed": str(payment.amount)}, {"owed": str(owed)}))
        payment.amount = owed
        if waits and payment.left_over >= 0:
            payment.secured_at = at
            secured.append(PaymentSecured(payment.order_id))
        payment.save(update_fields=["amount", "secured_at"])
    record_changes(subject="payment", verb="lower_to_papers", changes=lowered, at=at, by=by)
    if secured:
        publish(secured, at=at, by=by)
