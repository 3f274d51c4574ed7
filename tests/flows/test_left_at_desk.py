"""What may leave and does not is told to somebody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from builders import hear_news
from kontor.flows.alarms import list_wrong
from kontor.flows.waiting import list_waiting, set_going
from kontor.kernel.clock import read_clock
from kontor.orders.public import hold_order, lift_hold, recall_order
from kontor.orders.tables import Order

pytestmark = pytest.mark.django_db(transaction=True)

LATER = timedelta(minutes=20)


def left_at_desk(at) -> list[int]:
    return [it.id for it in list_waiting(at) if it.kind == "desk"]


class TestAnOrderThatWasCalledBack:
    @pytest.fixture
    def recalled(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        hear_news()
        with transaction.atomic():
            recall_order(order_id=order.id, at=read_clock(), by=real_shop.by)
        hear_news()
        return order

    def test_waits_for_somebody_once_he_had_his_time(self, real_shop, recalled):
        assert left_at_desk(read_clock()) == []

        later = read_clock() + LATER

        assert left_at_desk(later) == [recalled.id]
        assert [it.count for it in list_wrong(later) if it.kind == "desk"] == [1]

    def test_waits_not_while_somebody_has_just_called_it_back_or_lifted_a_hold(self, real_shop, recalled):
        """Also where its money was certain long before."""
        Order.objects.update(secured_at=read_clock() - LATER)
        assert left_at_desk(read_clock()) == []
        assert left_at_desk(read_clock() + LATER) == [recalled.id]
        later = read_clock() + LATER
        with transaction.atomic():
            hold_order(order_id=recalled.id, reason="manual", note="", at=later, by=real_shop.by)
            lift_hold(order_id=recalled.id, reason="manual", at=later, by=real_shop.by)
        assert left_at_desk(later + LATER / 4) == []

    def test_leaves_by_a_press(self, real_shop, recalled):
        later = read_clock() + LATER
        with transaction.atomic():
            assert set_going(kind="desk", id_=recalled.id, at=later, by=real_shop.by)
        hear_news()

        assert Order.objects.get(id=recalled.id).state == "RELEASED"
        assert left_at_desk(later) == []

    def test_is_not_told_of_where_it_is_stopped_with_a_reason(self, real_shop, recalled):
        with transaction.atomic():
            hold_order(order_id=recalled.id, reason="manual", note="", at=read_clock(), by=real_shop.by)

        assert left_at_desk(read_clock() + LATER) == []
