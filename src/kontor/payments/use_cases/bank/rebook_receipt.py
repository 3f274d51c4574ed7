"""Take money off an order that it was booked on by mistake."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.errors import MoneyBound, NothingToRebook
from kontor.payments.events import MoneyMoved
from kontor.payments.models import Payment, PaymentEntry
from kontor.payments.queries import UNBOOKED
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.post.outbox import publish
from kontor.platform.sql.lock_order import note_lock


def rebook_receipt(*, order_id: int, transaction_id: int, held: bool, at: datetime, by: Actor) -> None:
    """A transfer that was booked on the wrong order is taken off it with an entry of its own, and waits on the bank page again.

    ``held``: its order was stopped for that and waits for its payment again. Refuses: NothingToRebook; MoneyBound where the money
    is given back already or is on its way. Tells: MoneyMoved. Locks: the payment (the caller has locked the order).
    """
    payment = Payment.objects.select_for_update(no_key=True).filter(order_id=order_id).first()
    note_lock("payments", [order_id])
    entries = list(PaymentEntry.objects.filter(payment=payment, transaction_id=transaction_id).order_by("id"))
    booked = entries[-1] if entries else None  # it may have been taken off before, and booked here again
    if payment is None or booked is None or booked.kind == UNBOOKED:
        raise NothingToRebook(order=order_id)
    if payment.captured - booked.amount < payment.refunded + payment.refund_pending:
        raise MoneyBound(order=order_id)
    payment.captured -= booked.amount
    payment.authorized -= booked.amount
    if held:
        payment.secured_at = None
    payment.save(update_fields=["captured", "authorized", "secured_at"])
    PaymentEntry.objects.create(
        payment=payment, kind=UNBOOKED, amount=booked.amount, reference=booked.reference, transaction_id=transaction_id,
        booked_on=booked.booked_on, at=at, by=str(by),
    )  # fmt: skip
    told = {"amount": str(booked.amount), "reference": booked.reference}
    record_changes(
        subject="payment", verb="rebook_receipt", changes=[Change(payment.id, told, None)], at=at, by=by
    )  # fmt: skip
    publish([MoneyMoved(order_id, UNBOOKED)], at=at, by=by)
