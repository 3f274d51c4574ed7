"""A channel gets other terms while the first order comes in. With a twin that fails without the protection."""

from __future__ import annotations

import threading

import pytest
from django.db import transaction
from test_kit_races import wait_for_a_wait
from test_stock_races import in_threads, replaced

from builders import an_order, assert_house_in_order
from kontor.channels.tables import Channel
from kontor.flows.errors import TermsStay
from kontor.flows.selling import intake
from kontor.flows.selling.channel_terms import change_channel_terms
from kontor.flows.selling.intake import accept_orders
from kontor.orders.tables import OrderLine
from kontor.platform.sql.again import in_one_go
from kontor.platform.sql.halving import work_in_batches

pytestmark = pytest.mark.django_db(transaction=True)


def to_net(shop) -> None:
    change_channel_terms(channel_id=shop.channel.id, facts={"prices_gross": False}, at=shop.at, by=shop.by)


def take(shop) -> None:
    """As every door takes orders in: a transaction that was overtaken begins again."""
    work_in_batches(
        [an_order((1, "LAMP"))],
        lambda orders: accept_orders(incoming=orders, at=shop.at, by=shop.by),
        lambda item, failure: failure,
    )


class TestNewTermsAndTheFirstOrder:
    def run(self, shop) -> list:
        changed = threading.Event()

        def change():
            with transaction.atomic():
                to_net(shop)
                changed.set()
                wait_for_a_wait()

        def order():
            changed.wait(10)
            take(shop)

        return in_threads([change, order])

    def test_price_it_by_the_terms_that_hold(self, real_shop):
        results = self.run(real_shop)

        assert results == [None, None]
        assert not Channel.objects.get().prices_gross
        line = OrderLine.objects.get()
        assert line.gross > line.net == line.unit_price
        assert_house_in_order()

    def test_leave_an_order_of_terms_that_are_gone(self, real_shop):
        with replaced(intake, "stay_on_terms", lambda terms: None):
            self.run(real_shop)

        assert not Channel.objects.get().prices_gross
        line = OrderLine.objects.get()
        assert line.gross == line.unit_price > line.net


class TestTheFirstOrderAndNewTerms:
    def test_leave_the_terms_by_which_it_was_priced(self, real_shop):
        taken = threading.Event()

        def order():
            with transaction.atomic():
                take(real_shop)
                taken.set()
                wait_for_a_wait()

        def change():
            taken.wait(10)
            in_one_go(lambda: to_net(real_shop))

        results = in_threads([order, change])

        assert [type(it) for it in results] == [type(None), TermsStay]
        assert Channel.objects.get().prices_gross
        assert_house_in_order()
