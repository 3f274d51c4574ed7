"""Open the payments of orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.payments.calls import call_look_up
from kontor.payments.events import PaymentSecured
from kontor.payments.models import Payment, PaymentEntry, PaymentMethod, ProviderAccount
from kontor.payments.rules import is_secured_at_once, received_at_once
from kontor.platform.post.outbox import publish
from kontor.platform.sql.bulk import draw_ids, insert_rows


@dataclass(frozen=True, slots=True)
class Debt:
    """What an order owes, and how it is going to be paid. At a provider: the account's code, and the payment's id there."""

    order_id: int
    method: str
    amount: Decimal
    currency: str
    account: str = ""
    external_id: str = ""


def open_payments(*, debts: Sequence[Debt], at: datetime, by: Actor) -> dict[int, bool]:
    """Every order has one payment; what is paid elsewhere or sold on account is certain from the start.

    What a buyer agreed to at a provider is certain once the provider says so: it is asked after the commit.
    A payment that is open already is left alone. Returns the orders whose payment is new, each with whether it was received
    elsewhere, whole.
    Tells: PaymentSecured for those that are new.
    """
    ids = draw_ids({Payment: len(debts)})[0] if debts else []
    codes = {debt.account for debt in debts if debt.account}
    accounts = dict(ProviderAccount.objects.filter(code__in=codes).values_list("code", "id")) if codes else {}
    received = [received_at_once(debt.method, debt.amount) for debt in debts]
    secured = [is_secured_at_once(debt.method, debt.amount) for debt in debts]
    opened = insert_rows(
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
            "account": [accounts.get(debt.account) for debt in debts],
            "external_id": [debt.external_id if debt.account in accounts else "" for debt in debts],
        },
        # Its channel may have told that it is paid before this news of it was heard, which opens it, too.
        tail="ON CONFLICT (order_id) DO NOTHING RETURNING id",
    )
    new = {row[0] for row in opened}
    moved = [(it, amount) for it, amount in zip(ids, received, strict=True) if amount and it in new]
    insert_rows(
        PaymentEntry,
        {
            "payment": [payment_id for payment_id, _ in moved],
            "kind": "captured",
            "amount": [amount for _, amount in moved],
            "reference": "paid elsewhere", "elsewhere": True, "at_provider": False, "at": at, "by": str(by),
        },
    )  # fmt: skip
    open_ones: dict[int, list[int]] = defaultdict(list)
    for payment_id, debt in zip(ids, debts, strict=True):
        if debt.method == PaymentMethod.PROVIDER and debt.account in accounts and payment_id in new:
            open_ones[accounts[debt.account]].append(payment_id)
    for account_id, payment_ids in sorted(open_ones.items()):
        call_look_up(account_id, payment_ids)
    publish(
        [
            PaymentSecured(debt.order_id)
            for debt, it, sure in zip(debts, ids, secured, strict=True)
            if sure and it in new
        ],
        at=at,
        by=by,
    )
    return {debt.order_id: bool(amount) for debt, it, amount in zip(debts, ids, received, strict=True) if it in new}
