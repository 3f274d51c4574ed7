"""What comes in from a channel: once, in whatever order, however badly it is sent; one bad order blocks none."""

from __future__ import annotations

import base64
import json

import pytest
from django.test import Client
from playing import Played

from builders import assert_house_in_order, hear_news
from kontor.channels.models import ChannelIntent, PushReceipt
from kontor.channels.tables import Connection, InboundMessage
from kontor.flows.selling.connector_messages import replay_feed
from kontor.kernel.clock import read_clock
from kontor.orders.tables import Order, OrderLine, OrderNote
from kontor.testing.asking import READ_FAULTS
from lives import set_state

pytestmark = pytest.mark.django_db(transaction=True)
CHANNELS = ("amazon", "ebay", "kaufland", "otto", "shopify", "shopware", "woocommerce")
PUSHING = ("ebay", "kaufland", "shopify", "shopware", "woocommerce")


@pytest.fixture
def played(request, real_shop):
    code = getattr(request, "param", "otto")
    play = Played(real_shop, code)
    play.publish()
    yield play
    play.stop()


@pytest.mark.parametrize("played", CHANNELS, indirect=True)
class TestAnOrder:
    def test_told_twice_is_one_order(self, played):
        played.direct("buy", sku="LAMP", quantity=2)

        for _ in range(3):
            played.poll()

        assert Order.objects.filter(channel=played.channel).count() == 1
        assert played.shop.stock("LAMP") == (15, 2)
        assert_house_in_order()

    def test_that_is_announced_reserves_and_walks_once_it_is_confirmed(self, played):
        number = played.direct("buy", sku="LAMP", quantity=2, pending=True)["orders"][0]
        played.poll()
        announced = Order.objects.get(channel=played.channel)
        reserved = played.shop.stock("LAMP")

        played.direct("pay", order=number)
        played.poll()

        assert (announced.state, reserved) == ("HELD", (15, 2))
        assert Order.objects.get(id=announced.id).state == "RELEASED"
        assert Order.objects.get(id=announced.id).ship_to["city"]
        assert played.shop.stock("LAMP") == (15, 2)
        assert_house_in_order()

    def test_that_the_buyer_cancels_frees_its_stock(self, played):
        number = played.direct("buy", sku="LAMP", quantity=2)["orders"][0]
        played.poll()

        played.direct("cancel", order=number)
        played.poll()

        assert Order.objects.get(channel=played.channel).state == "CANCELLED"
        assert played.shop.stock("LAMP") == (15, 0)
        assert not ChannelIntent.objects.filter(kind="cancel").exists()
        assert_house_in_order()

    def test_cancelled_by_us_is_cancelled_there(self, played):
        from django.db import transaction

        from kontor.flows.warehouse.cancellation import cancel_whole_order

        number = played.direct("buy", sku="LAMP", quantity=1)["orders"][0]
        played.poll()
        with transaction.atomic():
            cancel_whole_order(
                order_id=Order.objects.get(channel=played.channel).id, at=read_clock(), by=played.shop.by
            )
        hear_news()

        played.tell()
        played.poll()

        assert played.direct("state")["orders"][number] == "cancelled"
        assert ChannelIntent.objects.get(kind="cancel").state == "succeeded"
        assert_house_in_order()


@pytest.mark.parametrize("played", ["kaufland", "otto"], indirect=True)
class TestAPartOfAnOrder:
    def test_that_the_buyer_cancels_frees_that_part(self, played):
        number = played.direct("buy", sku="LAMP", quantity=2)["orders"][0]
        played.poll()
        line = played.stage.world.orders[number].lines[0].id

        played.direct("cancel", order=number, lines={line: 1})
        played.poll()
        played.poll()

        order = Order.objects.get(channel=played.channel)
        assert order.state == "RELEASED"
        assert sum(each.cancelled for each in OrderLine.objects.filter(order=order)) == 1
        assert played.shop.stock("LAMP") == (15, 1)
        assert_house_in_order()


class TestTheFeed:
    @pytest.mark.parametrize("fault", [*READ_FAULTS, "slow", "repeat_page", "expired_token"])
    def test_survives_every_fault(self, played, fault):
        often = 4 if fault in READ_FAULTS else 1  # four are more than one call tries
        played.direct("faults", order=fault, times=often, where="GET")
        placed = {played.direct("buy", quantity=1)["orders"][0] for _ in range(3)}

        played.poll()
        played.poll()

        assert set(Order.objects.filter(channel=played.channel).values_list("external_id", flat=True)) == placed
        assert_house_in_order()

    def test_does_not_fail_for_one_call_that_did(self, played):
        played.direct("buy", quantity=1)
        played.direct("faults", order="broken", where="GET")

        played.poll()

        assert played.connection().failures == 0
        assert Order.objects.filter(channel=played.channel).count() == 1

    def test_moves_no_cursor_when_a_poll_fails(self, played):
        before = played.connection().orders_until
        played.direct("faults", rates={"broken": 1.0})

        played.poll()

        failed = played.connection()
        assert (failed.orders_until, failed.failures) == (before, 1)
        assert failed.problem

    def test_finds_an_order_that_came_late(self, played):
        played.direct("buy", sku="LAMP", quantity=1, late_s=0.5)
        played.poll()
        assert Order.objects.filter(channel=played.channel).count() == 0

        import time

        time.sleep(0.6)
        played.poll()

        assert Order.objects.filter(channel=played.channel).count() == 1

    def test_does_not_mind_a_clock_that_is_wrong(self, played):
        for seconds in (-240, 240):
            played.direct("skew", seconds=seconds)
            played.direct("buy", sku="LAMP", quantity=1)
            played.poll()

        assert Order.objects.filter(channel=played.channel).count() == 2

    def test_lets_an_older_message_never_undo_a_newer_one(self, played):
        number = played.direct("buy", sku="LAMP", quantity=1, pending=True)["orders"][0]
        played.poll()
        played.direct("pay", order=number)
        played.direct("cancel", order=number)
        played.poll()
        old = InboundMessage.objects.filter(subject=number).order_by("id").first()

        set_state(InboundMessage.objects.filter(id=old.id), "new")
        replay_feed(channel=played.channel, message_ids=[old.id], at=read_clock(), by=played.shop.by)

        assert Order.objects.get(channel=played.channel).state == "CANCELLED"
        assert InboundMessage.objects.get(id=old.id).state == "done"

    def test_puts_one_bad_order_aside_and_takes_the_others(self, played):
        played.stage.world.put_offers([{"sku": "NOT-OURS", "quantity": 5}])
        bad = played.direct("buy", sku="NOT-OURS", quantity=1)["orders"][0]
        good = played.direct("buy", sku="LAMP", quantity=1)["orders"][0]

        played.poll()

        assert list(Order.objects.filter(channel=played.channel).values_list("external_id", flat=True)) == [good]
        aside = InboundMessage.objects.get(state="quarantined")
        assert (aside.subject, aside.code) == (bad, "channels.sku_not_listed")
        assert_house_in_order()

    def test_lets_a_cancellation_after_the_parcel_left_wait_for_somebody_to_decide(self, played):
        number = played.direct("buy", sku="LAMP", quantity=1)["orders"][0]
        played.poll()
        order = Order.objects.get(channel=played.channel)
        played.ship(order)

        played.direct("cancel", order=number)
        played.poll()

        assert Order.objects.get(id=order.id).state == "CLOSED"
        waiting = InboundMessage.objects.get(channel=played.channel.code, state="quarantined")
        assert waiting.code == "feed.change_too_late"
        assert waiting.subject in OrderNote.objects.get(order=order).text
        assert_house_in_order()


@pytest.mark.parametrize("played", PUSHING, indirect=True)
class TestAPushMessage:
    URL = "/api/v1/push/{}"

    def send(self, played, headers, body):
        address = self.URL.format(played.channel.code)
        kind = headers.get("Content-Type", "application/json")
        return Client().post(address, body, content_type=kind, headers=headers)

    def message(self, played):
        address = f"http://testserver{self.URL.format(played.channel.code)}"
        connection = Connection.objects.get(channel=played.channel)
        connection.settings = {**connection.settings, "callback_url": address}
        connection.save()
        played.direct("buy", sku="LAMP", quantity=1)
        played.stage.push_url = address
        message = played.stage.push_of(next(iter(played.stage.world.orders.values())))
        played.stage.push_url = ""
        return message

    def test_calls_for_a_poll_once(self, played):
        headers, body = self.message(played)

        first, again = self.send(played, headers, body), self.send(played, headers, body)

        assert (first.status_code, again.status_code) == (204, 204)
        assert PushReceipt.objects.count() == 1
        assert Connection.objects.get(channel=played.channel).next_poll_at <= read_clock()

    def test_that_is_forged_or_altered_is_refused_and_leaves_nothing(self, played):
        headers, body = self.message(played)
        before = Connection.objects.get(channel=played.channel).next_poll_at

        answers = [
            self.send(played, headers, body + b" "),
            self.send(played, {"Content-Type": "application/json"}, body),
            self.send(played, headers, json.dumps({"id": 1}).encode()),
            Client().post("/api/v1/push/no-such-channel", body, content_type="application/json", headers=headers),
        ]

        assert [answer.status_code for answer in answers] == [401] * 4
        assert PushReceipt.objects.count() == 0
        assert Connection.objects.get(channel=played.channel).next_poll_at == before


class TestAPushOfANestedSign:
    def test_is_no_reason_to_stumble(self, real_shop):
        played = Played(real_shop, "ebay")
        deep = base64.b64encode(b"[" * 4_000).decode()

        answer = Client().post(
            "/api/v1/push/ebay-1", b"[" * 4_000, content_type="application/json", headers={"x-ebay-signature": deep}
        )

        played.stop()
        assert answer.status_code == 401
