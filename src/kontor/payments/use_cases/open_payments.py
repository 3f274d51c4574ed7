"""Open the payments of orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.payments.events import PaymentSecured
from kontor.payments.models import Payment, PaymentEntry
from kontor.payments.rules import is_secured_at_once, received_at_once
from kontor.platform.bulk import draw_ids, insert_rows
from kontor.platform.outbox import publish


@dataclass(frozen=True, slots=True)
class Debt:
    """What an order owes, and how it is going to be paid."""

    order_id: int
    method: str
    amount: Decimal
    currency: str


def open_payments(*, debts: Sequence[Debt], at: datetime, by: Actor) -> None:
    """Every order has one payment; what is paid elsewhere or sold on account is certain from the start.

    Tells: PaymentSecured for those. The orders are new, so nobody else holds them.
    """
    ids = draw_ids({Payment: len(debts)})[0] if debts else []
    received = [received_at_once(debt.method, debt.amount) for debt in debts]
    secured = [is_secured_at_once(debt.method, debt.amount) for debt in debts]
    insert_rows(
        Payment,
        {
            "id": ids,
            "order_id": [debt.order_id for debt in debts],
            "method": [debt.method for debt in debts],
            "currency": [debt.currency for debt in debts],
            "amount": [debt.amount for debt in debts],
            "authorized": received,
            "captured": received,
            "secured_at": [at if certain else None for certain in secured],
            "opened_at": at,
        },
    )
    moved = [(payment_id, amount) for payment_id, amount in zip(ids, received, strict=True) if amount]
    insert_rows(
        PaymentEntry,
        {
            "payment": [payment_id for payment_id, _ in moved],
            "kind": "captured",
            "amount": [amount for _, amount in moved],
            "reference": "paid elsewhere", "at": at, "by": str(by),
        },
    )  # fmt: skip
    publish(
        [PaymentSecured(debt.order_id) for debt, certain in zip(debts, secured, strict=True) if certain],
        at=at,
        by=by,
    )
