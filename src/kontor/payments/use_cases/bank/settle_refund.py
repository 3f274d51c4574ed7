"""Settle a refund by what the bank tells of it."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.queries import TransactionRow
from kontor.payments.use_cases.bank.take_back_refund import take_back_refund
from kontor.payments.use_cases.payment.record_money import MoneyOutcome, record_money


def settle_refund(*, intent_id: int, line: TransactionRow, at: datetime, by: Actor) -> None:
    """A line of the bank that takes a refund of ours away has given it, on its day; one that brings it was sent back.

    Refuses: NotByHand, HandedOut, TransactionSettled, NotSentBack of one that brings it. Tells: MoneyMoved, PaymentSecured.
    Locks: the payment, the intent (the caller has locked the bank account and the order).
    """
    if line.amount > 0:
        take_back_refund(intent_id=intent_id, line=line, at=at, by=by)
    else:
        outcome = MoneyOutcome(intent_id, "succeeded", f"bank:{line.id}", booked_on=line.booked_on)
        record_money(outcome=outcome, at=at, by=by)
