"""What jobs do at a channel: hear it, tell it, count it; each thing once, by one worker at a time."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest

from kontor.channels.ports import OfferOutcome, Push, SettlementEntry
from kontor.channels.public import (
    IntentKind,
    MessageOutcome,
    NewIntent,
    fetch_again,
    learn_refs,
    offer_again,
    receive_push,
    record_message_outcomes,
    tell_channel,
    want_prices,
)
from kontor.channels.tables import (
    CallTally,
    ChannelIntent,
    Connection,
    InboundMessage,
    Listing,
    Offer,
    PushReceipt,
    Settlement,
)
from kontor.channels.use_cases.connection.record_poll import record_poll
from kontor.channels.use_cases.connection.record_poll_failure import record_poll_failure
from kontor.channels.use_cases.connection.tally_call import tally_call
from kontor.channels.use_cases.inbox.forget_messages import forget_messages
from kontor.channels.use_cases.intents.claim_intents import claim_intents
from kontor.channels.use_cases.intents.release_intent import release_intent
from kontor.channels.use_cases.offers.claim_offers import claim_offers
from kontor.channels.use_cases.offers.record_offer_outcomes import record_offer_outcomes
from kontor.channels.use_cases.offers.release_offers import release_offers
from kontor.channels.use_cases.settlements.keep_settlements import keep_settlements
from kontor.flows.market.offers import refresh_channel


@pytest.fixture
def connection(shop) -> Connection:
    return Connection.objects.create(
        channel=shop.channel, connector="files", orders_until=shop.at, next_poll_at=shop.at + timedelta(hours=1),
        connected_at=shop.at, settings={},
    )  # fmt: skip


@pytest.fixture
def offers(shop, connection) -> int:
    refresh_channel(channel_id=shop.channel.id, at=shop.at)
    return shop.channel.id


class TestThePoll:
    def test_record_poll_lets_the_cursor_only_rise(self, shop, connection):
        later, every = shop.at + timedelta(hours=2), timedelta(minutes=5)
        record_poll(channel_id=shop.channel.id, until=later, kept=1, every=every, at=later)
        record_poll(channel_id=shop.channel.id, until=shop.at, kept=0, every=every, at=later)

        connection.refresh_from_db()
        assert (connection.orders_until, connection.next_poll_at) == (later, later + every)

    def test_record_poll_failure_moves_no_cursor_and_waits_longer_each_time(self, shop, connection):
        waits = []
        for _ in range(3):
            record_poll_failure(channel_id=shop.channel.id, problem="502", login=False, at=shop.at)
            connection.refresh_from_db()
            waits.append(connection.next_poll_at - shop.at)

        assert (connection.orders_until, connection.failures) == (shop.at, 3)
        assert timedelta(0) < waits[0] < waits[2]

    def test_record_poll_failure_of_a_refused_login_asks_somebody(self, shop, connection):
        record_poll_failure(channel_id=shop.channel.id, problem="401", login=True, at=shop.at)

        connection.refresh_from_db()
        assert connection.state == "needs_login"

    def test_fetch_again_goes_back_and_is_due_now(self, shop, connection):
        back = shop.at - timedelta(days=3)

        fetch_again(channel_id=shop.channel.id, since=back, at=shop.at)

        connection.refresh_from_db()
        assert (connection.orders_until, connection.next_poll_at) == (back, shop.at)

    def test_receive_push_is_heard_once_and_asks_at_once(self, shop, connection):
        heard = [receive_push(channel_id=shop.channel.id, push=Push("d1", "orders"), at=shop.at) for _ in range(2)]

        connection.refresh_from_db()
        assert (heard, connection.next_poll_at, PushReceipt.objects.count()) == ([True, False], shop.at, 1)

    def test_tally_call_counts_calls_and_failures_of_an_hour(self, shop):
        for failed in (False, True, False):
            tally_call(channel_id=shop.channel.id, failed=failed, at=shop.at)

        tally = CallTally.objects.get()
        assert (tally.calls, tally.failures) == (3, 1)


def a_message(shop, **more) -> InboundMessage:
    return InboundMessage.objects.create(
        channel="shop", kind="order/json", external_id=f"M-{InboundMessage.objects.count()}", body=b"{}", received_at=shop.at,
        **more,
    )  # fmt: skip


def test_record_message_outcomes_takes_in_or_names_the_reason(shop):
    good, bad = a_message(shop), a_message(shop)

    record_message_outcomes(
        outcomes=[MessageOutcome(good.id), MessageOutcome(bad.id, "orders.no_lines", "no lines")], at=shop.at
    )

    assert [(it.state, it.code) for it in InboundMessage.objects.order_by("id")] == [
        ("done", ""),
        ("quarantined", "orders.no_lines"),
    ]


def test_forget_messages_forgets_the_words_of_what_is_settled_and_old(shop, monkeypatch):
    monkeypatch.setenv("KONTOR_KEEP_MESSAGES_YEARS", "6")
    done, waiting = a_message(shop), a_message(shop)
    record_message_outcomes(
        outcomes=[MessageOutcome(done.id), MessageOutcome(waiting.id, "orders.no_lines", "x")], at=shop.at
    )

    forget_messages(at=shop.at + timedelta(days=365))
    kept = bytes(InboundMessage.objects.get(id=done.id).body)
    forget_messages(at=shop.at + timedelta(days=8 * 366))

    assert kept == b"{}"
    assert [bytes(it.body) for it in InboundMessage.objects.order_by("id")] == [b"", b"{}"]


def test_keep_settlements_keeps_an_amount_once(shop):
    told = [SettlementEntry("S1", "payout", "", D(-100), "EUR", shop.at)]

    assert [keep_settlements(channel_id=shop.channel.id, entries=told, at=shop.at) for _ in range(2)] == [1, 0]
    assert Settlement.objects.get().amount == -100


def test_learn_refs_keeps_what_is_new(shop):
    assert [learn_refs(channel_id=shop.channel.id, refs={"L-001": "ref-9", "strange": "x"}) for _ in range(2)] == [1, 0]
    assert Listing.objects.get(channel_sku="L-001").ref == "ref-9"


class TestOffers:
    def test_claim_offers_hands_each_to_one_worker(self, offers):
        assert [len(claim_offers(channel_id=offers, most=10)) for _ in range(2)] == [1, 0]

    def test_record_offer_outcomes_keeps_what_the_channel_shows_now(self, shop, offers):
        claimed = claim_offers(channel_id=offers, most=10)

        record_offer_outcomes(
            channel_id=offers, claimed=claimed, outcomes={"L-001": OfferOutcome("L-001", True)}, at=shop.at
        )

        offer = Offer.objects.get()
        assert (offer.state, offer.published) == ("published", claimed[0].quantity)

    def test_record_offer_outcomes_says_why_one_was_refused_or_that_nothing_was_said(self, shop, offers):
        claimed = claim_offers(channel_id=offers, most=10)
        outcome = {"L-001": OfferOutcome("L-001", False, "no such article")}

        record_offer_outcomes(channel_id=offers, claimed=claimed, outcomes=outcome, at=shop.at)

        offer = Offer.objects.get()
        assert (offer.state, offer.problem) == ("refused", "no such article")

    def test_release_offers_tells_them_again(self, shop, offers):
        claimed = claim_offers(channel_id=offers, most=10)

        release_offers(claimed=claimed, problems={claimed[0].offer_id: "cut off"}, state="unknown")

        assert len(claim_offers(channel_id=offers, most=10)) == 1

    def test_offer_again_tells_what_the_channel_does_not_show(self, shop, offers):
        claimed = claim_offers(channel_id=offers, most=10)
        record_offer_outcomes(
            channel_id=offers, claimed=claimed, outcomes={"L-001": OfferOutcome("L-001", True)}, at=shop.at
        )

        offer_again(channel_id=offers, channel_sku="L-001")

        assert len(claim_offers(channel_id=offers, most=10)) == 1

    def test_want_prices_tells_a_price_that_was_set(self, offers):
        listing = Listing.objects.get(channel_sku="L-001")
        Listing.objects.filter(id=listing.id).update(price=D("12.00"))

        assert want_prices(listing_ids=[listing.id]) == 1
        assert Offer.objects.get().wanted_price == 12


class TestIntents:
    @pytest.fixture
    def told(self, shop, connection) -> int:
        order = shop.place((1, "LAMP"))
        intent = NewIntent(
            f"order:{order.id}", shop.channel.id, IntentKind.ACKNOWLEDGE, order.id, order.external_id, {}
        )
        tell_channel(intents=[intent, intent], at=shop.at)
        return shop.channel.id

    def test_are_told_by_one_worker(self, told):
        assert [len(claim_intents(channel_id=told, most=5)) for _ in range(2)] == [1, 0]

    def test_release_intent_looks_up_first_what_may_have_reached_the_channel(self, shop, told):
        mine = claim_intents(channel_id=told, most=5)[0]

        given = [
            release_intent(claimed=mine, state="unknown", problem="cut off", after_s=0, at=shop.at) for _ in range(2)
        ]

        assert given == [True, False]
        assert [it.must_look_up for it in claim_intents(channel_id=told, most=5)] == [True]
        assert ChannelIntent.objects.count() == 1
