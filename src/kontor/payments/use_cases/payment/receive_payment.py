"""Receive money for an order."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.payments.use_cases.payment.receive_payments import Receipt, receive_payments


def receive_payment(
    *, order_id: int, amount: Decimal, reference: str, booked_on: date | None = None, at: datetime, by: Actor
) -> bool:
    """A prepaid order may be worked on once all of its money is there; True from that moment.

    ``reference`` names the transfer; it counts once. Refuses: NothingReceived, PaymentUnknown, NoWholeCents, TooMuchMoney.
    Tells: PaymentSecured once. Locks: the payment (the caller has locked the order).
    """
    return receive_payments(receipts=[Receipt(order_id, amount, reference, booked_on)], at=at, by=by)[order_id]
