"""Take money off an order that it was booked on by mistake."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.errors import MoneyBound, NothingToRebook
from kontor.payments.events import MoneyMoved
from kontor.payments.models import Payment, PaymentEntry, PaymentMethod
from kontor.payments.queries import UNBOOKED, list_receipts
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.post.outbox import publish
from kontor.platform.sql.lock_order import note_lock


def rebook_receipt(*, order_id: int, receipt_id: int, at: datetime, by: Actor) -> None:
    """Money that was booked on the wrong order, or never came, is taken off it with an entry of its own; what is paid beforehand
    is not paid for any more.

    Refuses: NothingToRebook; MoneyBound where the money is given back already or is on its way. Tells: MoneyMoved. Locks: the
    payment (the caller has locked the order).
    """
    payment = Payment.objects.select_for_update(no_key=True).filter(order_id=order_id).first()
    note_lock("payments", [order_id])
    booked = next((it for it in list_receipts(order_id) if it.id == receipt_id), None)
    if payment is None or booked is None:
        raise NothingToRebook(order=order_id)
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
