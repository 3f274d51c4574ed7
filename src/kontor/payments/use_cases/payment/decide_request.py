"""Decide about money or a credit that somebody else asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from kontor.kernel.actor import Actor
from kontor.payments.errors import RefundTooMuch, RequestDecided, SecondPersonNeeded
from kontor.payments.models import MoneyRequest, Payment, RequestState
from kontor.payments.rules import LEFT_OVER
from kontor.platform.keep.audit import Change, record_changes


@dataclass(frozen=True, slots=True)
class DecidedRequest:
    """What was asked for."""

    id: int
    kind: str
    order_id: int | None
    amount: Decimal
    reason: str
    facts: Mapping[str, Any]


def decide_request(*, request_id: int, agreed: bool, at: datetime, by: Actor) -> DecidedRequest:
    """A second person agrees to what somebody asked for, or refuses it; who asked can only take it back.

    What was left over of an order is given back only as far as it is so still.
    Refuses: RequestDecided, SecondPersonNeeded, RefundTooMuch. Locks: the request.
    """
    request = MoneyRequest.objects.select_for_update(no_key=True).filter(id=request_id, state=RequestState.OPEN).first()
    if request is None:
        raise RequestDecided
    if agreed and request.asked_by == str(by):
        raise SecondPersonNeeded

    if agreed and request.cause.startswith(LEFT_OVER):
        _check_left_over(request)

    request.state = RequestState.APPROVED if agreed else RequestState.REFUSED
    request.decided_at, request.decided_by = at, str(by)
    request.save(update_fields=["state", "decided_at", "decided_by"])
    change = Change(request_id, {"state": RequestState.OPEN.value}, {"state": str(request.state)})
    record_changes(subject="money_request", verb="decide_request", changes=[change], at=at, by=by)
    return DecidedRequest(
        request.pk, str(request.kind), request.order_id, request.amount, request.reason, request.facts
    )


def _check_left_over(request: MoneyRequest) -> None:
    payment = Payment.objects.filter(order_id=request.order_id or 0).first()
    left = payment.left_over if payment is not None else Decimal(0)
    if request.amount > left:
        raise RefundTooMuch(order=request.order_id, left=left)
