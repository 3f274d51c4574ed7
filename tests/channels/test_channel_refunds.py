"""Refunds through sales channels: the channel gives back what it took, once, and the house counts it once the channel knows."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from django.db import transaction
from playing import Played

from builders import assert_house_in_order, hear_news, nothing_failed
from kontor.channels.models import ChannelIntent
from kontor.channels.public import close_by_hand
from kontor.channels.use_cases.intents.retry_intent import retry_intent
from kontor.flows.money.collecting import confirm_by_hand, drop_by_hand, refund_order
from kontor.kernel.clock import read_clock
from kontor.orders.tables import Order
from kontor.payments.public import NotByHand
from kontor.payments.tables import MoneyIntent, Payment, PaymentEntry
from lives import set_state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def played(request, real_shop):
    play = Played(real_shop, getattr(request, "param", "ebay"))
    play.publish()
    yield play
    play.stop()


def an_order_there(played) -> Order:
    played.direct("buy", sku="LAMP", quantity=1)
    played.poll()
    hear_news()
    return Order.objects.get(channel=played.channel)


def refund(played, order, amount="5.00", cause="hand:1") -> None:
    with transaction.atomic():
        refund_order(
            order_id=order.id, amount=D(amount), cause=cause, reason="Kratzer", at=read_clock(), by=played.shop.by
        )


def refunded(order) -> tuple[D, D]:
    payment = Payment.objects.get(order_id=order.id)
    return payment.refunded, payment.refund_pending


@pytest.mark.parametrize("played", ["ebay", "kaufland", "woocommerce"], indirect=True)
class TestARefund:
    def test_is_made_by_the_channel_and_counts_once_it_was_taken_on(self, played):
        order = an_order_there(played)

        refund(played, order)
        refund(played, order)
        pending = refunded(order)
        played.tell()
        hear_news()

        assert pending == (0, 5)
        assert refunded(order) == (5, 0)
        assert [D(entry["amount"]) for entry in played.told("refunded")] == [5]
        assert MoneyIntent.objects.get().way == "channel"
        assert PaymentEntry.objects.filter(kind="refunded").count() == 1
        nothing_failed()
        assert_house_in_order()

    def test_whose_answer_is_lost_is_never_made_twice(self, played):
        order = an_order_there(played)
        refund(played, order)
        played.direct("faults", order="silence", where="refund")

        for _ in range(3):
            played.tell()
        hear_news()

        assert len(played.told("refunded")) == 1
        intent = ChannelIntent.objects.get(kind="refund")
        if intent.state == "failed":  # the channel cannot be asked what became of it: somebody looks
            assert "Look there" in intent.problem
            with transaction.atomic():
                assert close_by_hand(intent_id=intent.id, at=read_clock(), by=played.shop.by)
            hear_news()
        assert refunded(order) == (5, 0)
        assert_house_in_order()


class TestWhatTheChannelRefuses:
    def test_keeps_the_money_set_aside_until_somebody_decides(self, played):
        order = an_order_there(played)
        refund(played, order)
        set_state(ChannelIntent.objects.all(), "failed", problem="no")
        intent = MoneyIntent.objects.get()

        with pytest.raises(NotByHand), transaction.atomic():
            confirm_by_hand(intent_id=intent.id, at=read_clock(), by=played.shop.by)
        assert refunded(order) == (0, 5)

        with transaction.atomic():
            drop_by_hand(intent_id=intent.id, at=read_clock(), by=played.shop.by)
        assert refunded(order) == (0, 0)
        assert not retry_intent(intent_id=ChannelIntent.objects.get().id, at=played.shop.at, by=played.shop.by)
        assert_house_in_order()

    def test_can_be_told_again_by_a_person(self, played):
        order = an_order_there(played)
        refund(played, order)
        set_state(ChannelIntent.objects.all(), "failed", problem="no")

        with transaction.atomic():
            assert retry_intent(intent_id=ChannelIntent.objects.get().id, at=played.shop.at, by=played.shop.by)
        played.tell()
        hear_news()

        assert refunded(order) == (5, 0)

    def test_cannot_be_given_up_while_it_is_under_way(self, played):
        order = an_order_there(played)
        refund(played, order)

        with pytest.raises(NotByHand), transaction.atomic():
            drop_by_hand(intent_id=MoneyIntent.objects.get().id, at=read_clock(), by=played.shop.by)
        assert refunded(order) == (0, 5)


class TestAChannelThatCannot:
    @pytest.mark.parametrize("played", ["otto"], indirect=True)
    def test_leaves_it_to_a_person(self, played):
        order = an_order_there(played)

        refund(played, order)

        assert MoneyIntent.objects.get().way == "hand"
        assert not ChannelIntent.objects.filter(kind="refund").exists()
