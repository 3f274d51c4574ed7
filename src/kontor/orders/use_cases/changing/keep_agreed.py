"""Keep what a buyer agreed to before it is changed, and by whom it came to cost less."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kontor.access.public import person_behind
from kontor.kernel.actor import Actor
from kontor.kernel.money import ZERO
from kontor.orders.models import AgreedContents
from kontor.orders.queries import lock_orders, read_agreed, read_contents
from kontor.orders.rules import Agreed, agree_anew, exchange, given_away


def keep_agreed(*, order_id: int, by_hand: bool, received: bool, paid: bool) -> Agreed | None:
    """Before somebody here (``by_hand``) changes an order that money was ``received`` for, what its buyer agreed to is kept: what
    it costs less afterwards is given away. Before any money is there all is a matter of bargaining. ``paid``: all it comes to.

    Returns what the order holds before it is changed, to be brought to ``note_given_away``; None where nothing is kept.
    Locks: the order.
    """
    if not by_hand:
        return None
    lock_orders([order_id])
    if not received:
        AgreedContents.objects.filter(order_id=order_id).delete()
        return None
    before = read_contents([order_id])[order_id]
    agreed = agree_anew(read_agreed([order_id]).get(order_id), before, paid=paid)
    goods = {str(sku): [[count, str(each)] for count, each in told] for sku, told in agreed.goods.items()}
    AgreedContents.objects.update_or_create(order_id=order_id, defaults={"goods": goods, "charges": agreed.charges})
    return before


def note_given_away(*, order_id: int, before: Agreed, by: Actor) -> None:
    """After somebody here changed an order, what came in exchange for other goods is held against these, and who made it cost
    less than was agreed is none of those who may agree to that. Put right it was nobody. The caller has locked the order.
    """
    agreed, now = read_agreed([order_id])[order_id], read_contents([order_id])[order_id]
    anew = replace(agreed, exchanged=max(ZERO, agreed.exchanged + exchange(before, now)))
    row = AgreedContents.objects.get(order_id=order_id)
    row.exchanged = anew.exchanged.quantize(Decimal("0.0001"))
    given = given_away(anew, now)
    if not given:
        row.people = []
    elif given > given_away(agreed, before):
        row.people = sorted({*row.people, person_behind(by)})
    row.save(update_fields=["exchanged", "people"])


def forget_agreed(*, order_id: int) -> None:
    """A channel tells all of an order anew: its buyer has agreed to that with the channel, and nobody here gave anything away.
    The caller has locked the order.
    """
    AgreedContents.objects.filter(order_id=order_id).delete()
