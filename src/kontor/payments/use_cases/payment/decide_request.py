"""Decide about money or a credit that somebody else asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from kontor.access.public import person_behind
from kontor.kernel.actor import Actor
from kontor.kernel.money import ZERO
from kontor.payments.errors import RefundTooMuch, RequestDecided, SecondPersonNeeded
from kontor.payments.models import MoneyRequest, Payment, RequestState
from kontor.payments.queries import list_request_orders
from kontor.payments.queries.requests import PEOPLE
from kontor.payments.rules import LEFT_OVER
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.lock_order import note_lock


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
    """A second person agrees to what somebody asked for, or refuses it; who asked, himself or by a key that he made, can only
    take it back.

    What was left over of an order is given back only as far as it is so still; refused, nothing that happens gives it back.
    Refuses: RequestDecided, SecondPersonNeeded, RefundTooMuch. Locks: the payment, the request (who gives something back then has
    locked the order before).
    """
    payment = _lock_payment(request_id)
    note_lock("money requests", [request_id])
    request = MoneyRequest.objects.select_for_update(no_key=True).filter(id=request_id, state=RequestState.OPEN).first()
    if request is None:
        raise RequestDecided
    person = person_behind(by)
    # Whose wish it is may be another one than who pressed.
    if agreed and person in {request.asked_person or request.asked_by, *request.facts.get(PEOPLE, ())}:
        raise SecondPersonNeeded

    if payment is not None and request.cause.startswith(LEFT_OVER):
        if agreed and request.amount > payment.left_over:
            raise RefundTooMuch(order=request.order_id, left=max(ZERO, payment.left_over))
        if not agreed:
            payment.withheld += request.amount
            payment.save(update_fields=["withheld"])

    request.state = RequestState.APPROVED if agreed else RequestState.REFUSED
    request.decided_at, request.decided_by, request.decided_person = at, str(by), person
    request.save(update_fields=["state", "decided_at", "decided_by", "decided_person"])
    change = Change(request_id, {"state": RequestState.OPEN.value}, {"state": str(request.state)})
    record_changes(subject="money_request", verb="decide_request", changes=[change], at=at, by=by)
    return DecidedRequest(
        id=request.pk, kind=str(request.kind), order_id=request.order_id, amount=request.amount, reason=request.reason,
        facts=request.facts,
    )  # fmt: skip


def _lock_payment(request_id: int) -> Payment | None:
    orders = list_request_orders(request_id)
    payment = Payment.objects.select_for_update(no_key=True).filter(order_id__in=orders).first()
    if payment is not None:
        note_lock("payments", [payment.order_id])
    return payment
