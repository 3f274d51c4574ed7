"""Note by whom an order came to cost less than was agreed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kontor.access.public import person_behind
from kontor.kernel.actor import Actor
from kontor.kernel.money import ZERO
from kontor.orders.models import AgreedContents
from kontor.orders.queries import read_agreed, read_contents
from kontor.orders.rules import Agreed, exchange, given_away


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
