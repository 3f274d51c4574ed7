"""Decide about a refund that somebody else asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.payments.errors import RequestDecided, SecondPersonNeeded
from kontor.payments.models import RefundRequest, RequestState
from kontor.platform.keep.audit import Change, record_changes


@dataclass(frozen=True, slots=True)
class DecidedRefund:
    """What was asked for."""

    order_id: int
    amount: Decimal
    reason: str


def decide_refund(*, request_id: int, agreed: bool, at: datetime, by: Actor) -> DecidedRefund:
    """A second person agrees to a refund, or refuses it; who asked for it can only take it back.

    Refuses: RequestDecided, SecondPersonNeeded. Locks: the request.
    """
    request = (
        RefundRequest.objects.select_for_update(no_key=True).filter(id=request_id, state=RequestState.OPEN).first()
    )
    if request is None:
        raise RequestDecided
    if agreed and request.asked_by == str(by):
        raise SecondPersonNeeded

    request.state = RequestState.APPROVED if agreed else RequestState.REFUSED
    request.decided_at, request.decided_by = at, str(by)
    request.save(update_fields=["state", "decided_at", "decided_by"])
    change = Change(request_id, {"state": RequestState.OPEN.value}, {"state": str(request.state)})
    record_changes(subject="refund_request", verb="decide_refund", changes=[change], at=at, by=by)
    return DecidedRefund(request.order_id, request.amount, request.reason)
