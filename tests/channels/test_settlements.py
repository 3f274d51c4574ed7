"""What channels book on our accounts there: kept once, fees and payouts posted, and every difference to our orders named."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import transaction
from playing import Played

from builders import assert_house_in_order, person
from kontor.accounting.public import list_payout_differences, sum_settlements
from kontor.accounting.rules import Booked, post_settlement, sort_booking
from kontor.accounting.tables import Posting
from kontor.channels.tables import Connection, Settlement
from kontor.channels.tasks import fetch_settlements
from kontor.flows.books.posting import post_what_is_left
from kontor.kernel.clock import read_clock
from kontor.orders.tables import Order

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["amazon", "ebay", "otto"])
def played(request, real_shop):
    play = Played(real_shop, request.param)
    play.publish()
    yield play
    play.stop()


def sold(played) -> Order:
    number = played.direct("buy", sku="LAMP", quantity=2)["orders"][0]
    played.poll()
    order = Order.objects.get(channel=played.channel)
    assert order.external_id == number
    played.ship(order)
    played.tell()
    return order


def differences():
    return list_payout_differences(read_clock() + timedelta(days=1))


class TestABooking:
    def test_is_kept_once_and_agrees_with_its_order(self, played):
        sold(played)

        fetch_settlements.func(channel_id=played.channel.id)
        fetch_settlements.func(channel_id=played.channel.id)

        assert Settlement.objects.count() == 1
        assert differences() == []
        assert Connection.objects.get(channel=played.channel).settled_until is not None

    def test_posts_what_the_channel_kept(self, played):
        order = sold(played)
        fetch_settlements.func(channel_id=played.channel.id)
        for _ in range(2):
            with transaction.atomic():
                post_what_is_left(at=read_clock(), by=played.shop.by)

        fee = {"amazon": D("0.15"), "ebay": D("0.11"), "otto": D(0)}[played.code] * order.gross
        posted = Posting.objects.filter(source_kind="settlement")
        assert [(it.debit, it.credit, it.amount) for it in posted] == ([(4760, 1360, round(fee, 2))] if fee else [])
        assert_house_in_order()

    def test_of_another_amount_is_a_difference(self, played):
        order = sold(played)
        fetch_settlements.func(channel_id=played.channel.id)
        Settlement.objects.create(
            channel=played.channel, external_id="x", kind="refund", external_order=order.external_id, amount=D("-3.00"),
            currency="EUR", booked_at=read_clock(), heard_at=read_clock(),
        )  # fmt: skip

        found = differences()

        assert [(it.order_id, it.settled - it.expected) for it in found] == [(order.id, D("-3.00"))]
        page = person("accounting:read").get("/office/payouts/").content.decode()
        assert order.number in page

    def test_that_never_came_for_a_shipped_order_is_a_difference(self, played):
        order = sold(played)
        Connection.objects.update(settled_until=read_clock())

        assert [(it.order_id, it.settled) for it in differences()] == [(order.id, 0)]
        assert list_payout_differences(read_clock() - timedelta(days=14)) == []

    def test_of_an_order_that_we_do_not_know_is_named(self, played):
        Settlement.objects.create(
            channel=played.channel, external_id="x", kind="sale", external_order="nobody", amount=D("3.00"),
            currency="EUR", booked_at=read_clock(), heard_at=read_clock(),
        )  # fmt: skip

        assert [(it.order_id, it.number) for it in differences()] == [(None, "nobody")]
        assert sum_settlements(read_clock() - timedelta(days=1), read_clock() + timedelta(days=1))[0].amount == 3


class TestTheKinds:
    @pytest.mark.parametrize(
        ("kind", "what"),
        [
            ("sale", Booked.TRADE), ("Shipment", Booked.TRADE), ("refund", Booked.TRADE), ("payout", Booked.PAYOUT),
            ("TRANSFER", Booked.PAYOUT), ("NON_SALE_CHARGE", Booked.FEE), ("ServiceFee", Booked.FEE), ("reserve", Booked.RESERVE),
        ],
    )  # fmt: skip
    def test_are_sorted_by_their_words(self, kind, what):
        assert sort_booking(kind) == what

    def test_a_payout_goes_from_the_clearing_account_to_the_bank(self):
        entry = post_settlement(chart="SKR03", kind="payout", amount=D("-90"), fee=D(0), text="x")[0]

        assert (entry.debit, entry.credit, entry.amount) == (1200, 1360, 90)
