"""Receive money for an order."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.payments.errors import PaymentUnknown, TooMuchMoney
from kontor.payments.events import PaymentSecured
from kontor.payments.models import Payment, PaymentEntry
from kontor.platform.outbox import publish


def receive_payment(*, order_id: int, amount: Decimal, reference: str, at: datetime, by: Actor) -> bool:
    """A prepaid order may be worked on once all of its money is there; True from that moment.

    ``reference`` names the transfer; it counts once. Refuses: PaymentUnknown, TooMuchMoney.
    Tells: PaymentSecured once. Locks: the payment (the caller has locked the order).
    """
    payment = Payment.objects.select_for_update(no_key=True).filter(order_id=order_id).first()
    if payment is None:
        raise PaymentUnknown(order=order_id)
    if payment.entries.filter(kind="captured", reference=reference).exists():
        return payment.secured_at is not None
    if payment.captured + amount > payment.amount:
        raise TooMuchMoney(owed=payment.amount - payment.captured, received=amount)

    PaymentEntry.objects.create(payment=payment, kind="captured", amount=amount, reference=reference, at=at, by=str(by))
    payment.captured += amount
    payment.authorized = max(payment.authorized, payment.captured)
    newly_secured = payment.captured == payment.amount and payment.secured_at is None
    payment.secured_at = at if newly_secured else payment.secured_at
    payment.save(update_fields=["captured", "authorized", "secured_at"])

    if newly_secured:
        publish([PaymentSecured(order_id)], at=at, by=by)
    return payment.secured_at is not None
