"""Lower what orders owe."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.kernel.money import ZERO
from kontor.payments.events import PaymentSecured
from kontor.payments.models import Payment
from kontor.platform.post.outbox import publish
from kontor.platform.sql.lock_order import note_lock


def lower_debts(
    *, owed: Mapping[int, Decimal], alive: Collection[int], ended: Collection[int] = (), at: datetime, by: Actor
) -> dict[int, Decimal]:
    """What is cancelled is not owed any more. ``owed``: order → what it comes to in money now; ``alive``: orders of which
    anything is left, though a voucher may pay all of it; ``ended``: orders that are cancelled wholly, whose reminders are not
    owed either.

    Returns what was received beyond it and is not on its way back, by order.
    Tells: PaymentSecured where what was received is enough now. Locks: the payments (the caller has locked the orders).
    """
    too_much: dict[int, Decimal] = {}
    secured = []
    note_lock("payments", owed)
    payments = list(Payment.objects.select_for_update(no_key=True).filter(order_id__in=owed).order_by("id"))
    for payment in payments:
        if payment.order_id in ended:
            payment.raised = ZERO
        payment.amount = min(payment.amount, owed[payment.order_id] + payment.raised)
        if payment.secured_at is None and payment.order_id in alive and payment.left_over >= 0:
            payment.secured_at = at
            secured.append(PaymentSecured(payment.order_id))
        payment.save(update_fields=["amount", "raised", "secured_at"])
        if payment.left_over > 0:
            too_much[payment.order_id] = payment.left_over
    if secured:
        publish(secured, at=at, by=by)
    return too_much
