"""Take back a refund that the bank sent back."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.kernel.ids import new_uuid
from kontor.payments.errors import HandedOut, NotByHand
from kontor.payments.events import MoneyMoved
from kontor.payments.models import BankLineState, MoneyIntent, MoneyKind, MoneyState, MoneyWay, Payment, PaymentEntry
from kontor.payments.queries import GIVEN_ENTRY, SENT_BACK_ENTRY, TransactionRow, sum_shares
from kontor.payments.rules import SENT_BACK, check_brings_back
from kontor.payments.use_cases.bank.close_transactions import close_transactions
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.post.outbox import publish
from kontor.platform.sql.lock_order import note_lock

_BY_US = (MoneyWay.TRANSFER, MoneyWay.HAND)


def take_back_refund(*, intent_id: int, line: TransactionRow | None = None, at: datetime, by: Actor) -> int:
    """What the bank sent back was not given: it waits to be made again, to an account that somebody names anew. Returns the
    refund that waits.

    ``line``: the credit by which it came back, where the bank had told that it left; that has an entry of its own on the bank's
    day. Without one it was only handed to the bank. Refuses: NotByHand, HandedOut; TransactionSettled and NotSentBack of a line.
    Tells: MoneyMoved. Locks: the payment, the intent (the caller has locked the bank account and the order).
    """
    payment_id = MoneyIntent.objects.values_list("payment_id", flat=True).get(id=intent_id)
    payment = Payment.objects.select_for_update(no_key=True).get(id=payment_id)
    note_lock("payments", [payment.order_id])
    intent = MoneyIntent.objects.select_for_update(no_key=True).get(id=intent_id)
    if intent.way not in _BY_US or intent.kind != MoneyKind.REFUND:
        raise NotByHand(intent=intent_id)
    if intent.state != (MoneyState.PENDING if line is None else MoneyState.SUCCEEDED):
        raise HandedOut(intent=intent_id)
    if line is not None:
        _bring_back(payment, intent, line, at, by)
    intent.state, intent.problem, intent.ended_at = MoneyState.FAILED, SENT_BACK, at
    intent.save(update_fields=["state", "problem", "ended_at"])
    again = MoneyIntent.objects.create(
        payment=payment, way=intent.way, kind=intent.kind, elsewhere=intent.elsewhere, reference=f"K{new_uuid().hex}",
        cause=intent.cause, amount=intent.amount, currency=intent.currency, reason=intent.reason, holder=intent.holder,
        asked_at=at, asked_by=str(by),
    )  # fmt: skip
    told = {"state": "new", "amount": str(intent.amount), "in place of": intent.reference}
    record_changes(
        subject="moneyintent", verb="take_back_refund", changes=[Change(again.id, None, told)], at=at, by=by
    )  # fmt: skip
    return again.id


def _bring_back(payment: Payment, intent: MoneyIntent, line: TransactionRow, at: datetime, by: Actor) -> None:
    is_open, left = line.state == BankLineState.OPEN, line.amount - sum(sum_shares(line.id).values())
    same_purse = (
        line.currency == intent.currency
        and intent.legal_entity_id in (None, line.legal_entity_id)
        and not intent.elsewhere
    )
    check_brings_back(
        line.id, is_open=is_open, left=left, amount=line.amount, given=intent.amount, same_purse=same_purse
    )
    payment.refunded -= intent.amount
    payment.refund_pending += intent.amount
    payment.save(update_fields=["refunded", "refund_pending"])
    turn = payment.entries.filter(kind=GIVEN_ENTRY, reference=intent.reference).count() + 1
    PaymentEntry.objects.create(
        payment=payment, kind=SENT_BACK_ENTRY, amount=intent.amount, reference=intent.reference, turn=turn,
        transaction_id=line.id, at_provider=False, booked_on=line.booked_on, at=at, by=str(by),
    )  # fmt: skip
    publish([MoneyMoved(payment.order_id, SENT_BACK_ENTRY)], at=at, by=by)
    close_transactions(proposals={}, booked=[line.id], at=at, by=by)
