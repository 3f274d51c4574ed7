"""What was received beyond what orders owe: above the limit a second person decides about what somebody here gave away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.kernel.ids import new_uuid
from kontor.legal_entities.public import list_legal_entities
from kontor.orders.public import get_orders, list_givers, sum_given_away
from kontor.payments.public import (
    LEFT_OVER,
    AskedFor,
    LeftOver,
    PaymentMethod,
    RequestKind,
    ask_second_person,
    list_left_over,
    needs_second,
    replace_requests,
    request_cause,
)

# Why money is given back, in the language of the house as all its notes.
AGREED_LESS = "Auftrag geändert"


def judge_left_over(order_ids: Collection[int]) -> dict[int, LeftOver]:
    """Return what is left over of orders: what is owed to the buyer whoever presses, and what somebody here gave away."""
    return list_left_over(order_ids, given_away=sum_given_away(order_ids))


def ask_for_left_over(
    *, order_ids: Collection[int], reason: str, anew: bool = False, at: datetime, by: Actor
) -> dict[int, Decimal]:
    """What somebody here gave away of orders waits for a second person where that is above the limit, however it is parted; what
    is owed to the buyer does not. A marketplace gives back itself what it took. Returns what goes back by itself, by order.

    ``anew``: they were changed, so that what waits about them waits no longer. None of those who made an order cost less may
    agree to it, whoever presses this time. The orders are locked.
    """
    orders = {it.id: it for it in get_orders(order_ids).values() if it.payment != PaymentMethod.MARKETPLACE}
    companies = list_legal_entities({it.legal_entity_id for it in orders.values()})
    judged = judge_left_over(orders)
    # Pieces were cancelled since it was asked for: nobody could agree to it any more, so what is left of it is asked for anew.
    outgrown = [order_id for order_id, left in judged.items() if anew or left.outgrown]
    wished = replace_requests(order_ids=outgrown, at=at, by=by)
    judged |= judge_left_over(outgrown)
    givers = list_givers(orders)
    free: dict[int, Decimal] = {}
    for order_id, left in sorted(judged.items()):
        order = orders[order_id]
        limit = companies[order.legal_entity_id].four_eyes_in(order.currency)
        if needs_second(left.lowered, limit=limit, given_before=left.given_before):
            cause = request_cause(f"{LEFT_OVER}{order_id}", new_uuid().hex)
            people = tuple(sorted({*givers.get(order_id, ()), *wished.get(order_id, ())}))
            asked = AskedFor(RequestKind.REFUND, order_id, left.lowered, order.currency, cause, reason, people=people)
            ask_second_person(asked=asked, at=at, by=by)
            free[order_id] = left.owed
        else:
            free[order_id] = left.whole
    return free
