"""kill -9 at every named point of the channels: no order lost or doubled, no parcel told twice, the right quantity there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from builders import assert_house_in_order, hear_news
from kontor.channels.models import ChannelIntent
from kontor.channels.tables import InboundMessage, Offer
from kontor.channels.tasks import subscribe_channel
from kontor.orders.tables import Order
from kontor.platform.sql.bulk import execute
from processes import act

sys.path.insert(0, str(Path(__file__).parents[1] / "channels"))
from playing import Played

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(200)]


@pytest.fixture
def played(real_shop):
    play = Played(real_shop, "otto")
    play.publish()
    yield play
    play.stop()


class TestAPoll:
    @pytest.mark.parametrize("point", ["poll.before_commit", "poll.page_kept"])
    def test_that_dies_is_made_again_and_keeps_each_order_once(self, played, point):
        placed = {played.direct("buy", quantity=1)["orders"][0] for _ in range(3)}

        act("poll", played.channel.id, crash_at=point)
        kept = InboundMessage.objects.count()
        played.poll()

        assert kept == (3 if point == "poll.page_kept" else 0)
        assert set(Order.objects.filter(channel=played.channel).values_list("external_id", flat=True)) == placed
        assert InboundMessage.objects.count() == 3
        assert_house_in_order()

    def test_whose_orders_were_being_taken_in_is_finished_by_the_next(self, played):
        placed = {played.direct("buy", quantity=1)["orders"][0] for _ in range(3)}
        act("poll", played.channel.id)

        act("take_in", played.channel.id, crash_at="feed.closed")
        before = Order.objects.filter(channel=played.channel).count()
        act("take_in", played.channel.id)
        hear_news()

        assert before == 0
        assert set(Order.objects.filter(channel=played.channel).values_list("external_id", flat=True)) == placed
        assert_house_in_order()


class TestAQueue:
    def test_whose_reader_died_gives_the_message_again_and_the_order_is_kept_once(self, real_shop):
        played = Played(real_shop, "amazon")
        try:
            played.publish()
            subscribe_channel.func(channel_id=played.channel.id)
            placed = played.direct("buy", quantity=1)["orders"]

            act("read", played.channel.id, crash_at="queue.before_forget")
            waiting = len(played.stage.queue)
            played.stage.show_again()
            act("read", played.channel.id)
            played.poll()

            assert waiting == 1
            assert played.stage.queue == []
            assert list(Order.objects.filter(channel=played.channel).values_list("external_id", flat=True)) == placed
            assert InboundMessage.objects.count() == 1
        finally:
            played.stop()


class TestPublishing:
    @pytest.mark.parametrize("point", ["publish.claimed", "publish.called"])
    def test_that_dies_is_made_again_with_the_right_quantity(self, played, real_shop, point):
        from django.db import transaction

        from kontor.flows.market.offers import follow_stock
        from kontor.kernel.clock import read_clock

        real_shop.receive("LAMP", 3)
        with transaction.atomic():
            follow_stock(at=read_clock())

        act("publish", played.channel.id, crash_at=point)
        played.publish()

        assert played.stage.world.offers["LAMP"].quantity == 18
        assert Offer.objects.get(listing__channel_sku="LAMP").state == "published"
        assert_house_in_order()


class TestTelling:
    @pytest.mark.parametrize("point", ["tell.claimed", "tell.called"])
    def test_that_dies_confirms_a_shipment_once(self, played, point):
        played.direct("buy", sku="LAMP", quantity=1)
        played.poll()
        played.ship(Order.objects.get(channel=played.channel))

        act("tell", played.channel.id, crash_at=point)
        assert ChannelIntent.objects.get(kind="confirm_shipment").state == "inflight"
        act("tell", played.channel.id)  # its lease still runs: nobody tells it a second time
        execute("UPDATE channels_channelintent SET lease_until = now() - interval '1 s' WHERE state = 'inflight'")
        act("tell", played.channel.id)

        assert ChannelIntent.objects.get(kind="confirm_shipment").state == "succeeded"
        assert len(played.told("shipped")) == 1
        assert_house_in_order()
