"""What a channel writes into the merchant's queue: heard within seconds, a hint only, and never in the way of the polls."""

from __future__ import annotations

import json

import pytest
from playing import Played
from procrastinate.contrib.django.models import ProcrastinateJob

from builders import assert_house_in_order, hear_news
from kontor.channels.calls import READ_TASK, call_queues
from kontor.channels.models import CallTally
from kontor.channels.tables import Connection, InboundMessage
from kontor.channels.tasks import read_queue, subscribe_channel
from kontor.flows.selling.connector_messages import take_in_feed
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.orders.tables import Order
from kontor.platform.sql.bulk import execute

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def played(real_shop):
    play = Played(real_shop, "amazon")
    play.publish()
    subscribe_channel.func(channel_id=play.channel.id)
    yield play
    play.stop()


def listen(played) -> None:
    read_queue.func(channel_id=played.channel.id)
    take_in_feed(channel_id=played.channel.id, at=read_clock(), by=Actor("channel", played.channel.code))
    hear_news()


class TestAMessage:
    def test_brings_its_order_without_a_search(self, played):
        number = played.direct("buy", sku="LAMP", quantity=2)["orders"][0]

        listen(played)

        assert Order.objects.get(channel=played.channel).external_id == number
        assert ("GET", "/orders/2026-01-01/orders") not in played.stage.calls
        assert played.shop.stock("LAMP") == (15, 2)
        assert played.stage.queue == []
        assert_house_in_order()

    def test_and_a_poll_of_the_same_order_make_one_order(self, played):
        played.direct("buy", sku="LAMP", quantity=2)

        listen(played)
        played.poll()

        assert Order.objects.filter(channel=played.channel).count() == 1
        assert InboundMessage.objects.count() == 1
        assert played.shop.stock("LAMP") == (15, 2)

    def test_that_never_came_is_made_up_for_by_the_poll(self, played):
        number = played.direct("buy", sku="LAMP", quantity=2)["orders"][0]
        played.stage.queue.clear()

        listen(played)
        played.poll()

        assert Order.objects.get(channel=played.channel).external_id == number

    def test_of_a_cancellation_frees_the_stock(self, played):
        number = played.direct("buy", sku="LAMP", quantity=2)["orders"][0]
        listen(played)

        played.direct("cancel", order=number)
        listen(played)

        assert Order.objects.get(channel=played.channel).state == "CANCELLED"
        assert played.shop.stock("LAMP") == (15, 0)

    def test_a_hundred_of_them_are_caught_up_in_one_turn(self, played):
        played.direct("buy", sku="VASE", quantity=1, times=3)
        copies = [type(row)(row.body) for row in played.stage.queue for _ in range(40)]
        played.stage.queue.extend(copies)

        listen(played)

        assert Order.objects.filter(channel=played.channel).count() == 3
        assert played.stage.queue == []


class TestAQueueThatFails:
    def test_is_told_on_the_page_and_delays_no_poll(self, played):
        before = Connection.objects.get(channel=played.channel).next_poll_at
        gone = json.dumps({"queue_url": f"{played.stage.base_url}/1/gone"})
        execute("UPDATE channels_connection SET settings = settings || %s::jsonb", [gone])

        listen(played)

        connection = Connection.objects.get(channel=played.channel)
        assert "does not exist" in connection.problem
        assert connection.next_poll_at == before
        assert CallTally.objects.get(channel=played.channel).failures >= 1
        played.poll()
        assert Connection.objects.get(channel=played.channel).problem == ""


class TestACall:
    def test_for_the_queues_reaches_only_who_has_one(self, played, real_shop):
        other = Played(real_shop, "otto")
        try:
            call_queues()
            call_queues()
        finally:
            other.stop()

        jobs = ProcrastinateJob.objects.filter(task_name=READ_TASK, status="todo")
        assert [job.args["channel_id"] for job in jobs] == [played.channel.id]
