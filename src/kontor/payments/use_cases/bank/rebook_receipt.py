"""Take money off an order that it was booked on by mistake."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.kernel.money import ZERO
from kontor.payments.errors import MoneyBound, NothingToRebook
from kontor.payments.events import MoneyLeftOver, MoneyMoved
from kontor.payments.models import MoneyState, Payment, PaymentEntry, PaymentMethod
from kontor.payments.queries import REST, UNBOOKED, is_paid_without, list_receipts, list_withdrawable
from kontor.payments.rules import TAKEN_OFF
from kontor.payments.use_cases.payment.record_money import MoneyOutcome, record_money
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.post.outbox import publish
from kontor.platform.sql.lock_order import note_lock


def rebook_receipt(*, order_id: int, receipt_id: int, at: datetime, by: Actor) -> bool:
    """Money that was booked on the wrong order, or never came, is taken off it with an entry of its own; what is paid beforehand
    is not paid for any more, unless what stays is enough. Refunds that followed by themselves, and that nobody has handed out
    yet, are withdrawn where they would give back what never came; what is left over still is told anew. Where
    its channel had said meanwhile that it is paid there, it is. Returns whether the order is one of these now.

    Refuses: NothingToRebook; MoneyBound where the money is given back already or is on its way. Tells: MoneyMoved, MoneyLeftOver.
    Locks: the payment (the caller has locked the order).
    """
    payment = Payment.objects.select_for_update(no_key=True).filter(order_id=order_id).first()
    note_lock("payments", [order_id])
    receipts = list_receipts(order_id)
    booked = next((it for it in receipts if it.id == receipt_id), None)
    if payment is None or booked is None:
        raise NothingToRebook(order=order_id)
    paid = is_paid_without(order_id, receipt_id)
    if payment.refund_pending and payment.left_over < booked.amount:
        for intent in list_withdrawable(payment):
            outcome = MoneyOutcome(intent.pk, "failed", problem=TAKEN_OFF, states=(MoneyState.NEW,), more_follows=True)
            record_money(outcome=outcome, at=at, by=by)
        payment.refresh_from_db()
    # What came beyond what is owed went back: without what it was beyond of nobody could say what is owed.
    if any(it.reference.endswith(REST) for it in receipts) and not booked.reference.endswith(REST):
        raise MoneyBound(order=order_id)
    if payment.captured - booked.amount < payment.refunded + payment.refund_pending:
        raise MoneyBound(order=order_id)
    payment.captured -= booked.amount
    payment.authorized -= booked.amount
    if payment.method == PaymentMethod.PREPAYMENT and not paid:
        payment.secured_at = None
    there = False
    if (said := payment.said_there(here=payment.captured)) > 0:
        there = payment.take_there(said, at=at, by=str(by))
        payment.told_there = ZERO
        publish([MoneyMoved(order_id, "captured")], at=at, by=by)
    payment.save(update_fields=["method", "captured", "authorized", "secured_at", "told_there"])
    PaymentEntry.objects.create(
        payment=payment, kind=UNBOOKED, amount=booked.amount, reference=booked.reference, turn=booked.turn,
        transaction_id=booked.transaction_id, at_provider=booked.at_provider, booked_on=booked.booked_on, at=at, by=str(by),
    )  # fmt: skip
    told = {"amount": str(booked.amount), "reference": booked.reference}
    record_changes(
        subject="payment", verb="rebook_receipt", changes=[Change(payment.id, told, None)], at=at, by=by
    )  # fmt: skip
    publish([MoneyMoved(order_id, UNBOOKED)], at=at, by=by)
    if payment.left_over > 0:
        publish([MoneyLeftOver(order_id)], at=at, by=by)
    return there
