"""What changes at the channel after it was taken in is followed before picking, else it waits for somebody."""

from __future__ import annotations

import json
import time
from decimal import Decimal

import pytest
from django.db import transaction
from playing import Played

from builders import assert_house_in_order, hear_news, nothing_failed, walk_to_packed
from kontor.channels.ports import IncomingMessage
from kontor.channels.public import keep_messages
from kontor.channels.tables import InboundMessage
from kontor.customers.tables import Customer
from kontor.flows.selling.connector_messages import take_in_feed
from kontor.flows.selling.payment import book_payment
from kontor.flows.selling.revising import Revision, read_revision, revise_order
from kontor.flows.warehouse.cancellation import cancel_whole_order
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.orders.public import WantedLine
from kontor.orders.tables import Hold, Order, OrderLine
from kontor.payments.tables import MoneyIntent, Payment, PaymentEntry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def played(request, real_shop):
    play = Played(real_shop, request.param)
    play.publish()
    yield play
    play.stop()


def the_order(played: Played) -> Order:
    return Order.objects.get(channel=played.channel)


def holds(order: Order) -> list[str]:
    return sorted(Hold.objects.filter(order=order, lifted_at=None).values_list("reason", flat=True))


def waiting(played: Played) -> list[str]:
    return list(
        InboundMessage.objects.filter(channel=played.channel.code, state="quarantined").values_list("code", flat=True)
    )


@pytest.mark.parametrize("played", ["amazon", "kaufland", "otto"], indirect=True)
class TestAnAnnouncedOrder:
    def test_costs_what_the_channel_says_once_it_is_paid_and_has_a_customer_of_its_own(self, played):
        numbers = [played.direct("buy", sku="LAMP", quantity=1, pending=True)["orders"][0] for _ in range(2)]
        played.poll()
        before = list(Order.objects.filter(channel=played.channel).order_by("id"))

        for number in numbers:
            played.direct("pay", order=number)
        played.poll()

        orders = list(Order.objects.filter(channel=played.channel).order_by("id"))
        assert {order.gross for order in orders} == {Decimal("24.80")}
        assert {line.gross for line in OrderLine.objects.filter(order__in=orders)} == {Decimal("19.90")}
        assert {payment.captured for payment in Payment.objects.filter(order_id__in=[it.id for it in orders])} == {
            Decimal("24.80")
        }
        assert [order.state for order in orders] == ["RELEASED", "RELEASED"]
        assert len({order.customer_id for order in before}) == 2
        assert len({order.customer_id for order in orders}) == 2
        assert all(Customer.objects.get(id=order.customer_id).name for order in orders)
        nothing_failed()
        assert_house_in_order()


@pytest.mark.parametrize("played", ["shopify", "woocommerce", "shopware"], indirect=True)
class TestAnOrderThatIsReady:
    def bought(self, played: Played, quantity: int = 1) -> str:
        number = str(played.direct("buy", sku="LAMP", quantity=quantity)["orders"][0])
        played.poll()
        assert the_order(played).state == "RELEASED"
        return number

    def test_goes_to_the_new_address(self, played):
        number = self.bought(played)

        played.direct("edit", order=number, street="Ahornweg", house="99", postal_code="80331", city="München")
        played.poll()

        order = the_order(played)
        assert (order.ship_to["street"], order.ship_to["city"], order.state) == ("Ahornweg 99", "München", "RELEASED")
        assert waiting(played) == []
        assert_house_in_order()

    def test_holds_what_was_added_and_owes_it(self, played):
        number = self.bought(played)
        line = OrderLine.objects.get(order=the_order(played))

        played.direct("edit", order=number, pieces={line.external_id: 2}, add="VASE")
        played.poll()

        order = the_order(played)
        lines = list(
            OrderLine.objects.filter(order=order)
            .order_by("id")
            .values_list("sku__code", "ordered", "reserved", "short")
        )
        assert lines == [("LAMP", 2, 2, 0), ("VASE", 1, 1, 0)]
        assert order.gross == Decimal("64.60")
        assert Payment.objects.get(order_id=order.id).captured == Decimal("64.60")
        assert order.state == "RELEASED"
        assert played.shop.stock("LAMP") == (15, 2)
        nothing_failed()
        assert_house_in_order()

    def test_keeps_an_address_that_was_corrected_here_when_something_else_changes_there(self, played):
        number = self.bought(played)
        from kontor.flows.selling.amending import readdress_order
        from kontor.kernel.address import Address

        order, told = the_order(played), played.shop
        corrected = Address(**{**order.ship_to, "street": "Richtige Str. 7"})
        with transaction.atomic():
            readdress_order(by_hand=True, order_id=order.id, ship_to=corrected, at=told.at, by=told.by)
        hear_news()

        played.direct("edit", order=number, add="VASE")
        played.poll()

        assert the_order(played).ship_to["street"] == "Richtige Str. 7"
        assert OrderLine.objects.filter(order=order).count() == 2

    def test_changed_once_it_is_picked_waits_for_somebody_to_decide(self, played):
        number = self.bought(played)
        order = the_order(played)
        walk_to_packed(played.shop, order)

        played.direct("edit", order=number, street="Ahornweg", house="99")
        played.poll()

        assert waiting(played) == ["feed.change_too_late"]
        assert the_order(played).ship_to["street"] == order.ship_to["street"]
        assert order.notes.count() == 1


class TestMoneyGivenBackInTheShop:
    @pytest.mark.parametrize(
        ("played", "facts"),
        [
            ("shopify", {"financial": "REFUNDED"}),
            ("shopify", {"financial": "VOIDED"}),
            ("shopware", {"payment": "refunded"}),
            ("woocommerce", {"status": "refunded"}),
        ],
        indirect=["played"],
    )
    def test_in_full_ends_the_order_before_it_ships(self, played, facts):
        number = str(played.direct("buy", sku="LAMP", quantity=1)["orders"][0])
        played.poll()

        played.direct("edit", order=number, facts=facts)
        played.poll()

        assert the_order(played).state == "CANCELLED"
        assert played.shop.stock("LAMP") == (15, 0)

    @pytest.mark.parametrize(
        ("played", "facts", "reason"),
        [
            ("shopify", {"financial": "PARTIALLY_REFUNDED", "refunded": "5.00"}, "payment"),
            ("woocommerce", {"refunded": "5.00"}, "payment"),
            ("shopware", {"payment": "refunded_partially"}, "channel"),
            ("shopify", {"fulfillment": "ON_HOLD"}, "channel"),
            ("woocommerce", {"status": "on-hold"}, "announced"),
            ("shopware", {"payment": "chargeback"}, "channel"),
        ],
        indirect=["played"],
    )
    def test_in_part_or_stopped_there_is_stopped_here(self, played, facts, reason):
        number = str(played.direct("buy", sku="LAMP", quantity=1)["orders"][0])
        played.poll()

        played.direct("edit", order=number, facts=facts)
        played.poll()

        assert (the_order(played).state, holds(the_order(played))) == ("HELD", [reason])

    @pytest.mark.parametrize("played", ["woocommerce"], indirect=True)
    def test_a_stop_that_the_shop_lifts_is_lifted_here(self, played):
        number = str(played.direct("buy", sku="LAMP", quantity=1)["orders"][0])
        played.poll()
        played.direct("edit", order=number, facts={"status": "on-hold"})
        played.poll()
        time.sleep(1.1)  # the shop tells changes by the second

        played.direct("edit", order=number, facts={"status": "processing"})
        played.poll()

        assert the_order(played).state == "RELEASED"
        nothing_failed()

    @pytest.mark.parametrize("played", ["shopify"], indirect=True)
    def test_a_test_order_is_none_of_ours(self, played):
        played.direct(
            "edit", order=str(played.direct("buy", sku="LAMP", quantity=1)["orders"][0]), facts={"test": True}
        )
        played.poll()

        assert not Order.objects.filter(channel=played.channel).exists()


class TestAPayment:
    def pay_later(self, played) -> str:
        """An order that was pending when it was first seen, and was paid at the shop then. Returns its number."""
        number = str(played.direct("buy", sku="LAMP", quantity=1, pending=True)["orders"][0])
        played.poll()
        played.direct("pay", order=number)
        played.poll()
        hear_news()
        return number

    @pytest.mark.parametrize("played", ["woocommerce"], indirect=True)
    def test_that_fails_and_is_then_made_lets_the_order_go_on(self, played):
        number = str(played.direct("buy", sku="LAMP", quantity=1, pending=True)["orders"][0])
        played.poll()
        played.direct("edit", order=number, facts={"status": "failed"})
        played.poll()
        failed = the_order(played).state

        played.direct("edit", order=number, facts={"status": ""})
        played.direct("pay", order=number)
        played.poll()

        assert (failed, the_order(played).state) == ("HELD", "RELEASED")
        nothing_failed()

    @pytest.mark.parametrize("played", ["shopify", "woocommerce", "shopware"], indirect=True)
    def test_that_is_made_at_the_shop_grows_with_the_order_there(self, played):
        number = self.pay_later(played)
        line = OrderLine.objects.get(order=the_order(played))

        played.direct("edit", order=number, pieces={line.external_id: 2}, add="VASE")
        played.poll()
        hear_news()

        order, payment = the_order(played), Payment.objects.get()
        assert (order.state, payment.captured, payment.amount) == ("RELEASED", order.gross, order.gross)
        assert PaymentEntry.objects.filter(elsewhere=False).count() == 0
        assert_house_in_order()

    @pytest.mark.parametrize("played", ["woocommerce"], indirect=True)
    def test_that_is_made_at_the_shop_goes_back_there(self, played):
        self.pay_later(played)

        with transaction.atomic():
            cancel_whole_order(order_id=the_order(played).id, at=played.shop.at, by=played.shop.by)
        hear_news()

        assert [(it.kind, it.way) for it in MoneyIntent.objects.all()] == [("refund", "channel")]

    @pytest.mark.parametrize("played", ["woocommerce"], indirect=True)
    def test_that_was_made_in_part_here_goes_back_both_ways(self, played):
        """Of three lamps one was paid to our bank, the rest at the shop: neither gives back what the other took in."""
        number = str(played.direct("buy", sku="LAMP", quantity=3, pending=True)["orders"][0])
        played.poll()
        order = the_order(played)
        rest = order.gross - 10
        with transaction.atomic():
            book_payment(order_id=order.id, amount=Decimal(10), reference="bar", at=played.shop.at, by=played.shop.by)
        played.direct("pay", order=number)
        played.poll()
        hear_news()

        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=played.shop.at, by=played.shop.by)
        hear_news()

        asked = MoneyIntent.objects.order_by("id").values_list("way", "amount", "elsewhere")
        assert list(asked) == [("channel", rest, True), ("transfer", 10, False)]
        assert Payment.objects.get().left_over == 0
        nothing_failed()
        assert_house_in_order()

    @pytest.mark.parametrize("played", ["woocommerce"], indirect=True)
    def test_told_before_the_payment_is_opened_here_is_booked_all_the_same(self, played):
        """The paid message within moments of the pending one: no worker has heard of the order yet."""
        number = str(played.direct("buy", sku="LAMP", quantity=1, pending=True)["orders"][0])
        played.poll_only()
        played.direct("pay", order=number)

        played.poll_only()

        assert waiting(played) == []
        hear_news()
        order = the_order(played)
        assert (order.state, Payment.objects.get(order_id=order.id).captured) == ("RELEASED", order.gross)
        nothing_failed()


class TestAnEndedOrder:
    @pytest.mark.parametrize("played", ["woocommerce"], indirect=True)
    def test_that_the_shop_reopens_is_refused_by_name(self, played):
        number = str(played.direct("buy", sku="LAMP", quantity=1)["orders"][0])
        played.poll()
        played.direct("edit", order=number, facts={"status": "cancelled"})
        played.poll()
        time.sleep(1.1)  # the shop tells changes by the second

        played.direct("edit", order=number, facts={"status": "processing"})
        played.poll()

        assert the_order(played).state == "CANCELLED"
        assert waiting(played) == ["feed.order_ended"]


@pytest.mark.parametrize("played", ["woocommerce"], indirect=True)
class TestTheVatOfTheShop:
    def told(self, played: Played, **more) -> None:
        place = {
            "first_name": "Eva",
            "last_name": "Huber",
            "company": "Huber GmbH",
            "address_1": "Ring 1",
            "address_2": "",
            "city": "Wien",
            "state": "",
            "postcode": "1010",
            "country": "AT",
        }
        body = {
            "id": 77, "status": "processing", "currency": "EUR", "date_created_gmt": "2026-11-25T10:00:00", "total": "7.56",
            "total_tax": "0.00", "billing": {**place, "email": "eva@example.org", "phone": ""}, "shipping": place,
            "line_items": [{"id": 1, "sku": "LAMP", "name": "Lampe", "quantity": 1, "total": "7.56", "total_tax": "0.00"}],
            "shipping_lines": [], "fee_lines": [], **more,
        }  # fmt: skip
        message = IncomingMessage(
            channel=played.channel.code, kind="connector", connector="woocommerce", external_id="77@1", subject="77",
            body=json.dumps(body).encode(), received_at=read_clock(), changed_at=read_clock(),
        )  # fmt: skip
        with transaction.atomic():
            keep_messages(messages=[message])
        take_in_feed(channel_id=played.channel.id, at=read_clock(), by=Actor("channel", played.channel.code))
        hear_news()

    def test_that_differs_from_ours_holds_the_order_with_both_figures(self, played):
        self.told(played)

        order = the_order(played)
        assert (order.state, holds(order)) == ("HELD", ["tax"])
        assert Hold.objects.get(order=order).note == "Shop 0,00 ≠ Kontor 1,26 EUR"

    def test_is_ours_where_the_buyer_told_a_vat_id(self, played):
        self.told(played, meta_data=[{"id": 1, "key": "_billing_vat_number", "value": "ATU13585627"}])

        order = the_order(played)
        assert (order.tax_case, order.tax, order.gross, order.state) == (
            "intra_community",
            0,
            Decimal("7.56"),
            "RELEASED",
        )

    def test_rounded_on_the_whole_order_comes_to_the_shop_s_total(self, played):
        rows = [
            {"id": n, "sku": "LAMP", "name": "L", "quantity": 1, "total": "8.4", "total_tax": "1.596"}
            for n in (1, 2, 3)
        ]
        place = {
            "first_name": "E",
            "last_name": "H",
            "company": "",
            "address_1": "Ring 1",
            "city": "Köln",
            "postcode": "50667",
            "country": "DE",
        }
        self.told(
            played,
            line_items=rows,
            total="29.99",
            total_tax="4.79",
            billing={**place, "email": "e@example.org"},
            shipping=place,
        )

        order = the_order(played)
        assert (order.gross, order.state) == (Decimal("29.99"), "RELEASED")


@pytest.mark.parametrize("played", ["woocommerce"], indirect=True)
class TestAnOrderChangedByHand:
    """What was agreed here is not simply overwritten by a later word of its channel."""

    def changed(self, played: Played) -> tuple[Order, str]:
        number = str(played.direct("buy", sku="LAMP", quantity=2)["orders"][0])
        played.poll()
        order = the_order(played)
        cheaper = read_revision(order.id)
        line = cheaper.lines[0]
        wanted = Revision(
            [WantedLine(line.line_id, line.quantity, line.unit_price - 1)], (), cheaper.charges, cheaper.vat_id
        )
        with transaction.atomic():
            revise_order(order_id=order.id, revision=wanted, at=read_clock(), by=Actor("user", "anna"))
        hear_news()
        time.sleep(1.1)  # the shop tells changes by the second
        return the_order(played), number

    def test_keeps_what_was_agreed_and_waits_for_somebody_when_the_channel_changes_its_contents(self, played):
        order, number = self.changed(played)

        played.direct("edit", order=number, add="VASE")
        played.poll()

        assert (the_order(played).gross, OrderLine.objects.filter(order=order).count()) == (order.gross, 1)
        assert waiting(played) == ["feed.revised_here"]
        assert_house_in_order()

    def test_goes_where_the_channel_says(self, played):
        order, number = self.changed(played)

        played.direct("edit", order=number, street="Ahornweg", house="99")
        played.poll()

        now = the_order(played)
        assert (now.ship_to["street"], now.gross) == ("Ahornweg 99", order.gross)
        assert waiting(played) == []
