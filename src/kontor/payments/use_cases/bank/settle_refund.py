"""Settle a refund by what the bank tells of it."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.errors import HandedOut
from kontor.payments.models import MoneyIntent, MoneyState, Payment
from kontor.payments.queries import TransactionRow, balance_of_payment, find_instead
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
        return _give(intent_id, line, at, by)
    try:
        take_back_refund(intent_id=intent_id, line=line, at=at, by=by)
    except HandedOut:
        return False
    return True


def _give(intent_id: int, line: TransactionRow, at: datetime, by: Actor) -> bool:
    payment_id = MoneyIntent.objects.values_list("payment_id", flat=True).get(id=intent_id)
    payment = Payment.objects.select_for_update(no_key=True).get(id=payment_id)
    note_lock("payments", [payment.order_id])
    intent = MoneyIntent.objects.select_for_update(no_key=True).get(id=intent_id)
    told = f"bank:{line.id}"
    if intent.state == MoneyState.SUCCEEDED:
        # Somebody had said so before the bank did: it is known, and the bank tells it once.
        first = not intent.external_id.startswith("bank:")
        MoneyIntent.objects.filter(id=intent_id, state=MoneyState.SUCCEEDED).update(
            external_id=told if first else intent.external_id
        )
        return first
    if intent.state == MoneyState.FAILED and not _left_after_all(payment, intent, at, by):
        return False
    outcome = MoneyOutcome(intent_id, "succeeded", told, booked_on=line.booked_on)
    return record_money(outcome=outcome, at=at, by=by)


def _left_after_all(payment: Payment, intent: MoneyIntent, at: datetime, by: Actor) -> bool:
    """Put a refund on its way again that somebody said was returned: in place of the one that waits in its stead, or by itself
    where that was dropped. False where that left, too, or the money was given back otherwise.
    """
    instead = find_instead(intent)
    if instead is not None and instead.state != MoneyState.NEW:
        return False
    if instead is not None:
        instead.state, instead.problem, instead.ended_at = MoneyState.FAILED, TAKEN_OFF, at
        instead.save(update_fields=["state", "problem", "ended_at"])
    elif balance_of_payment(payment).refundable < intent.amount:
        return False
    else:
        payment.refund_pending += intent.amount
        payment.save(update_fields=["refund_pending"])
    intent.state, intent.problem, intent.ended_at = MoneyState.PENDING, "", None
    intent.save(update_fields=["state", "problem", "ended_at"])
    told = {"amount": str(intent.amount), "reference": intent.reference}
    record_changes(subject="payment", verb="settle_refund", changes=[Change(payment.id, None, told)], at=at, by=by)
    return True
