"""What an order owes less since somebody here changed it: above the limit a second person decides whether it is given back."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.kernel.ids import new_uuid
from kontor.legal_entities.public import get_legal_entity
from kontor.orders.public import get_order_row
from kontor.payments.public import (
    LEFT_OVER,
    AskedFor,
    RequestKind,
    ask_second_person,
    find_left_over,
    needs_second,
    replace_requests,
    request_cause,
)

# Why money is given back, in the language of the house as all its notes.
AGREED_LESS = "Auftrag geändert"


def ask_for_left_over(*, order_id: int, reason: str, at: datetime, by: Actor) -> None:
    """What an order owes less since somebody here changed it is given back only with a second person where that is above the
    limit, however it is parted. The order is locked.
    """
    order = get_order_row(order_id)
    limit = get_legal_entity(order.legal_entity_id).four_eyes_in(order.currency)
    replace_requests(order_id=order_id, at=at, by=by)
    left = find_left_over(order_id)
    if needs_second(left.amount, limit=limit, given_before=left.given_before):
        cause = request_cause(f"{LEFT_OVER}{order_id}", new_uuid().hex)
        asked = AskedFor(RequestKind.REFUND, order_id, left.amount, order.currency, cause, reason)
        ask_second_person(asked=asked, at=at, by=by)
