"""Change how the buyer pays."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.errors import MethodStays, PaymentUnknown
from kontor.payments.events import PaymentSecured
from kontor.payments.models import Payment, PaymentMethod
from kontor.payments.rules import is_secured_at_once
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.post.outbox import publish
from kontor.platform.sql.lock_order import note_lock

# Between these a merchant and his buyer may agree; what was paid elsewhere, or is promised there, is settled there.
AGREED = (PaymentMethod.PREPAYMENT, PaymentMethod.INVOICE)


def change_payment_method(*, order_id: int, method: str, at: datetime, by: Actor) -> bool:
    """Until money came in, a buyer may pay on account instead of beforehand, and the other way round. Returns whether the money
    is certain now.

    Refuses: PaymentUnknown, MethodStays. Tells: PaymentSecured. Locks: the payment (the caller has locked the order).
    """
    payment = Payment.objects.select_for_update(no_key=True).filter(order_id=order_id).first()
    note_lock("payments", [order_id])
    if payment is None:
        raise PaymentUnknown(order=order_id)
    if payment.method == method:
        return payment.secured_at is not None
    touched = payment.authorized or payment.captured or payment.external_id
    if payment.method not in AGREED or method not in AGREED or touched:
        raise MethodStays(order=order_id)

    change = Change(order_id, {"method": payment.method}, {"method": method})
    payment.method = method
    payment.secured_at = at if is_secured_at_once(method, payment.amount) else None
    payment.save(update_fields=["method", "secured_at"])
    record_changes(subject="payment", verb="change_payment_method", changes=[change], at=at, by=by)

    if payment.secured_at:
        publish([PaymentSecured(order_id)], at=at, by=by)
    return payment.secured_at is not None
