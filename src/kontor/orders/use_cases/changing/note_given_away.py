"""Note by whom an order came to cost less than was agreed."""

from __future__ import annotations

from kontor.access.public import person_behind
from kontor.kernel.actor import Actor
from kontor.kernel.money import unit_of
from kontor.orders.models import AgreedContents
from kontor.orders.queries import get_order_row, kept_goods, read_agreed, read_contents
from kontor.orders.rules import Agreed, given_away, put_in


def note_given_away(*, order_id: int, before: Agreed, by: Actor) -> None:
    """After somebody here changed an order, goods that were put in for others are worth what these were, and who made it cost
    less than was agreed is none of those who may agree to that. Put right it was nobody. The caller has locked the order.
    """
    agreed, now = read_agreed([order_id])[order_id], read_contents([order_id])[order_id]
    anew, unit = put_in(agreed, before=before, now=now), unit_of(get_order_row(order_id).currency)
    row = AgreedContents.objects.get(order_id=order_id)
    row.goods = kept_goods(anew)
    given = given_away(anew, now, unit=unit)
    if not given:
        row.people = []
    elif given > given_away(agreed, before, unit=unit):
        row.people = sorted({*row.people, person_behind(by)})
    row.save(update_fields=["goods", "people"])
