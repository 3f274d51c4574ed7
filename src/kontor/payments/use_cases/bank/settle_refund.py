"""Settle a refund by what the bank tells of it."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.errors import HandedOut
from kontor.payments.models import MoneyIntent, MoneyState, Payment
from kontor.payments.queries import TransactionRow, find_instead
from kontor.payments.rules import TAKEN_OFF
from kontor.payments.use_cases.bank.take_back_refund import take_back_refund
from kontor.payments.use_cases.payment.record_money import MoneyOutcome, record_money
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.lock_order import note_lock


def settle_refund(*, intent_id: int, line: TransactionRow, at: datetime, by: Actor) -> bool:
    """A line of the bank that takes a refund of ours away has given it, on its day, whoever had said that it was returned; one
    that brings it was sent back. False where somebody has settled it otherwise meanwhile, or where another one is on its way in
    its place.

    Tells: MoneyMoved, PaymentSecured. Locks: the payment, the intents (the caller has locked the bank account and the order).
    """
    if line.amount < 0:
        outcome = MoneyOutcome(intent_id, "succeeded", f"bank:{line.id}", booked_on=line.booked_on)
        return _left_after_all(intent_id, at, by) and record_money(outcome=outcome, at=at, by=by)
    try:
        take_back_refund(intent_id=intent_id, line=line, at=at, by=by)
    except HandedOut:
        return False
    return True


def _left_after_all(intent_id: int, at: datetime, by: Actor) -> bool:
    """Whether a refund is on its way; one that somebody said was returned is again, and none waits in its place any more."""
    payment_id = MoneyIntent.objects.values_list("payment_id", flat=True).get(id=intent_id)
    payment = Payment.objects.select_for_update(no_key=True).get(id=payment_id)
    note_lock("payments", [payment.order_id])
    intent = MoneyIntent.objects.select_for_update(no_key=True).get(id=intent_id)
    if intent.state != MoneyState.FAILED:
        return True
    instead = find_instead(intent)
    if instead is None:
        return False
    MoneyIntent.objects.filter(id=instead).update(state=MoneyState.FAILED, problem=TAKEN_OFF, ended_at=at)
    intent.state, intent.problem, intent.ended_at = MoneyState.PENDING, "", None
    intent.save(update_fields=["state", "problem", "ended_at"])
    told = {"amount": str(intent.amount), "reference": intent.reference}
    record_changes(subject="payment", verb="settle_refund", changes=[Change(payment_id, None, told)], at=at, by=by)
    return True
