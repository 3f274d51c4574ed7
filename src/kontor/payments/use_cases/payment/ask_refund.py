"""Ask for a refund that a second person decides."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.payments.errors import PaymentUnknown
from kontor.payments.models import Payment, RefundRequest
from kontor.platform.keep.audit import Change, record_changes


def ask_refund(*, order_id: int, amount: Decimal, cause: str, reason: str, at: datetime, by: Actor) -> int:
    """What is to be given back above the limit waits for a second person; asked twice it is one request.

    Returns its id. Refuses: PaymentUnknown.
    """
    payment = Payment.objects.filter(order_id=order_id).first()
    if payment is None:
        raise PaymentUnknown(order=order_id)
    told = {
        "order_id": order_id, "amount": amount, "currency": payment.currency, "reason": reason, "asked_at": at,
        "asked_by": str(by),
    }  # fmt: skip
    request, new = RefundRequest.objects.get_or_create(cause=cause, defaults=told)
    if new:
        change = Change(request.pk, None, {"order": order_id, "amount": str(amount), "reason": reason})
        record_changes(subject="refund_request", verb="ask_refund", changes=[change], at=at, by=by)
    return int(request.pk)
