"""Refunds by hand: above the limit of the legal entity a second person decides."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from kontor.flows.money.collecting import refund_order
from kontor.kernel.actor import Actor
from kontor.legal_entities.public import get_legal_entity
from kontor.orders.public import get_order_row, lock_orders
from kontor.payments.public import ask_refund, decide_refund, needs_second, sum_given_by_hand

# By this the causes of refunds by hand begin.
BY_HAND = "hand:"


def refund_by_hand(*, order_id: int, amount: Decimal, form: str, reason: str, at: datetime, by: Actor) -> bool:
    """Money is given back at once, or waits for a second person where it is above the limit. ``form`` makes a second click no
    second refund. Returns whether it is on its way.

    Refuses: RefundTooMuch, PaymentUnknown. Locks: the order, its payment.
    """
    lock_orders([order_id])
    entity = get_legal_entity(get_order_row(order_id).legal_entity_id)
    before = sum_given_by_hand(order_id, prefix=BY_HAND)
    if needs_second(amount, limit=entity.four_eyes_above, given_before=before):
        ask_refund(order_id=order_id, amount=amount, cause=f"{BY_HAND}{form}", reason=reason, at=at, by=by)
        return False
    refund_order(order_id=order_id, amount=amount, cause=f"{BY_HAND}{form}", reason=reason, at=at, by=by)
    return True


def agree_to_refund(*, request_id: int, at: datetime, by: Actor) -> None:
    """A second person agrees, and the money goes back. Refuses: RequestDecided, SecondPersonNeeded, RefundTooMuch.

    Locks: the request, the order, its payment.
    """
    asked = decide_refund(request_id=request_id, agreed=True, at=at, by=by)
    cause = f"{BY_HAND}request:{request_id}"
    refund_order(order_id=asked.order_id, amount=asked.amount, cause=cause, reason=asked.reason, at=at, by=by)
