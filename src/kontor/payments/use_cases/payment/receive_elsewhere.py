"""Note that an order is paid at its channel."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.kernel.money import ZERO
from kontor.payments.events import MoneyMoved, PaymentSecured
from kontor.payments.models import Payment, PaymentMethod
from kontor.platform.post.outbox import publish
from kontor.platform.sql.lock_order import note_lock


def receive_elsewhere(*, order_id: int, at: datetime, by: Actor) -> bool:
    """The channel says that what an order waited for is paid: it took the money in, and gives it back. Where nothing had come
    here before, the order is one that was paid there, as if it had said so at once.

    Returns whether it is one of these now; a payment that is made at a provider of ours is left alone. Of one that is certain
    already it is noted, for the day on which somebody takes off what was booked here by mistake.
    Tells: PaymentSecured, MoneyMoved. Locks: the payment (the caller has locked the order).
    """
    payment = Payment.objects.select_for_update(no_key=True).filter(order_id=order_id).first()
    note_lock("payments", [order_id])
    if payment is None or payment.method != PaymentMethod.PREPAYMENT:
        return False
    if payment.secured_at is not None:
        # The first word counts: what is agreed afterwards the channel knows nothing of.
        payment.told_there = payment.told_there or max(ZERO, payment.amount - payment.raised)
        payment.save(update_fields=["told_there"])
        return False
    # What our reminders cost no shop takes in.
    there = payment.take_there(payment.lacking - payment.raised, at=at, by=str(by))
    payment.secured_at = at
    payment.save(update_fields=["method", "captured", "authorized", "secured_at"])
    publish([PaymentSecured(order_id), MoneyMoved(order_id, "captured")], at=at, by=by)
    return there
