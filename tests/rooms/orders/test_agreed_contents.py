"""What a buyer agreed to is kept before somebody here changes it, and by whom it came to cost less."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kontor.kernel.actor import Actor
from kontor.orders.public import forget_agreed, keep_agreed, list_givers, note_given_away, sum_given_away
from kontor.orders.tables import OrderLine

ANNA, BEN = Actor("user", "anna"), Actor("user", "ben")


@pytest.fixture
def order(shop):
    return shop.place((3, "LAMP"))


def keep(order, *, received: bool = True):
    return keep_agreed(order_id=order.id, by_hand=True, received=received, paid=True)


def cost(order, gross: str) -> None:
    OrderLine.objects.filter(order=order).update(gross=Decimal(gross), net=Decimal(gross), tax=0)


class TestAnOrderThatIsPaid:
    def test_costs_less_by_whom_lowered_it(self, order):
        before = keep(order)
        cost(order, "12.00")
        note_given_away(order_id=order.id, before=before, by=ANNA)
        again = keep(order)
        note_given_away(order_id=order.id, before=again, by=BEN)

        assert sum_given_away([order.id]) == {order.id: Decimal("18.00")}
        assert list_givers([order.id]) == {order.id: ["user:anna"]}, "who changed nothing gave nothing"

    def test_costs_less_by_nobody_once_it_is_put_right(self, order):
        before = keep(order)
        cost(order, "12.00")
        note_given_away(order_id=order.id, before=before, by=ANNA)
        cost(order, "30.00")
        note_given_away(order_id=order.id, before=keep(order), by=BEN)

        assert (sum_given_away([order.id]), list_givers([order.id])) == ({order.id: 0}, {order.id: []})

    def test_costs_whole_cents_less(self, order):
        keep(order)
        cost(order, "9.97")

        (given,) = sum_given_away([order.id]).values()
        assert given == given.quantize(Decimal("0.01")) > 0

    def test_is_agreed_to_anew_where_its_channel_tells_all_of_it(self, order):
        keep(order)
        cost(order, "12.00")

        forget_agreed(order_id=order.id)

        assert sum_given_away([order.id]) == {}


def test_an_order_that_nobody_has_paid_is_a_matter_of_bargaining(order):
    assert keep(order, received=False) is None
    assert sum_given_away([order.id]) == {}
