"""kill -9 while money moves: it moves once, and a twin shows that without the look-up and the key it would move twice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from builders import assert_house_in_order, hear_news
from kontor.payments.public import find_payment
from kontor.payments.tables import MoneyIntent
from kontor.platform.sql.bulk import execute
from processes import act

sys.path.insert(0, str(Path(__file__).parents[1] / "payments"))
from test_providers import PlayedProvider

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(200)]


@pytest.fixture(params=["stripe", "paypal", "mollie"])
def provider(request, real_shop):
    play = PlayedProvider(real_shop, request.param)
    yield play
    play.stop()


def killed_while_giving_back(provider, point: str):
    """Ship an order, give five euros of it back, and kill the worker that does it."""
    order = provider.order((2, "LAMP"), amount="20.00")
    provider.ship(order)
    provider.refund(order, "5.00")
    hear_news()
    act("move_money", provider.account, crash_at=point)
    return order


class TestMoney:
    @pytest.mark.parametrize("point", ["money.claimed", "money.called"])
    def test_moves_once_though_its_worker_was_killed(self, provider, point):
        order = killed_while_giving_back(provider, point)
        given = provider.money()

        provider.work()
        provider.work()

        assert given == [(20, 5 if point == "money.called" else 0)]
        assert provider.money() == [(20, 5)]
        assert find_payment(order.id).refunded == 5
        assert_house_in_order()

    def test_twin_without_look_up_and_key_moves_twice(self, provider):
        killed_while_giving_back(provider, "money.called")
        provider.stage.answers.clear()
        execute("UPDATE payments_moneyintent SET state = 'new', lease_until = NULL, attempts = 0 WHERE kind = 'refund'")
        MoneyIntent.objects.filter(kind="refund").update(reference="another")

        act("move_money", provider.account)

        assert provider.money() == [(20, 10)]
