"""Take money off an order that it was booked on by mistake."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.errors import MoneyBound, NothingToRebook
from kontor.payments.events import MoneyLeftOver, MoneyMoved
from kontor.payments.models import MoneyKind, MoneyState, MoneyWay, Payment, PaymentEntry, PaymentMethod
from kontor.payments.queries import UNBOOKED, list_receipts
from kontor.payments.rules import BY_HAND, TAKEN_OFF
from kontor.payments.use_cases.payment.record_money import MoneyOutcome, record_money
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.post.outbox import publish
from kontor.platform.sql.lock_order import note_lock


def rebook_receipt(*, order_id: int, receipt_id: int, at: datetime, by: Actor) -> None:
    """Money that was booked on the wrong order, or never came, is taken off it with an entry of its own; what is paid beforehand
    is not paid for any more. Refunds that followed from a cancellation, and that nobody has handed out yet, are withdrawn as far
    as they would give back what never came; what is left over still is told anew.

    Refuses: NothingToRebook; MoneyBound where the money is given back already or is on its way. Tells: MoneyMoved, MoneyLeftOver.
    Locks: the payment (the caller has locked the order).
    """
    payment = Payment.objects.select_for_update(no_key=True).filter(order_id=order_id).first()
    note_lock("payments", [order_id])
    booked = next((it for it in list_receipts(order_id) if it.id == receipt_id), None)
    if payment is None or booked is None:
        raise NothingToRebook(order=order_id)
    if payment.refund_pending and payment.left_over < booked.amount:
        _withdraw(payment, at=at, by=by)
        payment.refresh_from_db()
    if payment.captured - booked.amount < payment.refunded + payment.refund_pending:
        raise MoneyBound(order=order_id)
    payment.captured -= booked.amount
    payment.authorized -= booked.amount
    if payment.method == PaymentMethod.PREPAYMENT:
        payment.secured_at = None
    payment.save(update_fields=["captured", "authorized", "secured_at"])
    PaymentEntry.objects.create(
        payment=payment, kind=UNBOOKED, amount=booked.amount, reference=booked.reference,
        transaction_id=booked.transaction_id, booked_on=booked.booked_on, at=at, by=str(by),
    )  # fmt: skip
    told = {"amount": str(booked.amount), "reference": booked.reference}
    record_changes(
        subject="payment", verb="rebook_receipt", changes=[Change(payment.id, told, None)], at=at, by=by
    )  # fmt: skip
    publish([MoneyMoved(order_id, UNBOOKED)], at=at, by=by)
    if payment.left_over > 0:
        publish([MoneyLeftOver(order_id)], at=at, by=by)


def _withdraw(payment: Payment, *, at: datetime, by: Actor) -> None:
    """Withdraw the refunds that followed by themselves and wait for somebody here to make them."""
    waiting = payment.intents.filter(
        kind=MoneyKind.REFUND, state=MoneyState.NEW, way__in=(MoneyWay.TRANSFER, MoneyWay.HAND)
    ).exclude(cause__startswith=BY_HAND)
    for intent_id in list(waiting.order_by("id").values_list("id", flat=True)):
        outcome = MoneyOutcome(intent_id, "failed", problem=TAKEN_OFF, states=(MoneyState.NEW,))
        record_money(outcome=outcome, at=at, by=by)
