"""Webhooks: entered, changed, dropped; what they are told is claimed, recorded, told again, forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kontor.messaging.public import (
    NewDelivery,
    Outcome,
    WebhookTaken,
    WebhookUnknown,
    WebhookWrong,
    add_deliveries,
    claim_delivery,
    drop_webhook,
    forget_deliveries,
    keep_webhook,
    list_due_deliveries,
    list_due_webhooks,
    read_secret,
    record_delivery,
    repeat_deliveries,
    stop_webhook,
)
from kontor.messaging.tables import Webhook, WebhookDelivery

pytestmark = pytest.mark.django_db

URL = "https://erp.example/news"
TAKEN, AWAY = Outcome(204, "", 12), Outcome(None, "ConnectError: away", 5_000)


@pytest.fixture
def webhook(at, by) -> int:
    return keep_webhook(webhook_id=None, facts={"name": "erp", "url": URL}, at=at, by=by)[0]


@pytest.fixture
def delivery(webhook, at) -> int:
    add_deliveries(webhook_id=webhook, deliveries=[NewDelivery(1, "order.placed", "{}")], place=7, at=at)
    return WebhookDelivery.objects.get().id


class TestKeepWebhook:
    def test_keeps_its_secret_for_itself(self, at, by):
        key, secret = keep_webhook(webhook_id=None, facts={"name": "erp", "url": URL}, at=at, by=by)
        again = keep_webhook(webhook_id=key, facts={"name": "ERP"}, at=at, by=by)

        assert (len(read_secret(key)), again) == (32, (key, ""))
        assert secret.encode() not in bytes(Webhook.objects.get().secret)

    def test_is_refused_without_a_name_twice_and_of_nobody(self, webhook, at, by):
        for facts, refusal in (({"name": " ", "url": URL}, WebhookWrong), ({"name": "erp", "url": URL}, WebhookTaken)):
            with pytest.raises(refusal):
                keep_webhook(webhook_id=None, facts=facts, at=at, by=by)
        with pytest.raises(WebhookUnknown):
            keep_webhook(webhook_id=99, facts={}, at=at, by=by)
        assert Webhook.objects.count() == 1


class TestAddDeliveries:
    def test_writes_each_piece_of_news_once(self, webhook, delivery, at):
        add_deliveries(webhook_id=webhook, deliveries=[NewDelivery(1, "order.placed", "{}")], place=9, at=at)

        assert (WebhookDelivery.objects.count(), Webhook.objects.get().place) == (1, 9)


class TestClaimDelivery:
    def test_gives_it_to_one_worker(self, delivery, at):
        assert [claim_delivery(delivery_id=delivery, at=at), claim_delivery(delivery_id=delivery, at=at)] == [1, None]

    def test_gives_it_to_another_one_where_the_first_died(self, webhook, delivery, at):
        claim_delivery(delivery_id=delivery, at=at)

        later = at + timedelta(minutes=3)
        assert [it.id for it in list_due_deliveries(webhook, at=later, most=9)] == [delivery]
        assert claim_delivery(delivery_id=delivery, at=later)

    def test_gives_none_of_a_webhook_that_is_paused(self, webhook, delivery, at, by):
        keep_webhook(webhook_id=webhook, facts={"paused": True}, at=at, by=by)

        assert claim_delivery(delivery_id=delivery, at=at) is None


class TestRecordDelivery:
    def test_that_was_taken_ends_it(self, webhook, delivery, at):
        claim_delivery(delivery_id=delivery, at=at)
        record_delivery(delivery_id=delivery, attempt=1, outcome=TAKEN, spread=0, at=at)

        told = WebhookDelivery.objects.get()
        assert (told.done_at, told.due_at, told.status) == (at, None, 204)

    def test_that_was_not_leaves_the_webhook_alone_for_a_while(self, webhook, delivery, at):
        claim_delivery(delivery_id=delivery, at=at)
        record_delivery(delivery_id=delivery, attempt=1, outcome=AWAY, spread=0, at=at)

        assert list_due_webhooks(at + timedelta(seconds=30)) == []
        assert list_due_webhooks(at + timedelta(seconds=90)) == [webhook]

    def test_gives_it_up_after_the_last_try(self, webhook, delivery, at):
        for _ in range(10):
            now = WebhookDelivery.objects.get().due_at
            attempt = claim_delivery(delivery_id=delivery, at=now)
            record_delivery(delivery_id=delivery, attempt=attempt, outcome=AWAY, spread=0, at=now)

        told = WebhookDelivery.objects.get()
        assert (told.attempts, told.due_at, told.given_up_at) == (10, None, now)

    def test_of_an_attempt_that_somebody_began_anew_writes_nothing(self, webhook, delivery, at, by):
        claim_delivery(delivery_id=delivery, at=at)
        repeat_deliveries(webhook_id=webhook, delivery_ids=[delivery], at=at, by=by)
        record_delivery(delivery_id=delivery, attempt=1, outcome=AWAY, spread=0, at=at)

        told = WebhookDelivery.objects.get()
        assert (told.attempts, told.due_at, told.status) == (0, at, None)

    def test_of_a_webhook_that_was_dropped_writes_nothing(self, webhook, delivery, at, by):
        claim_delivery(delivery_id=delivery, at=at)
        drop_webhook(webhook_id=webhook, at=at, by=by)

        record_delivery(delivery_id=delivery, attempt=1, outcome=TAKEN, spread=0, at=at)

        assert (Webhook.objects.count(), WebhookDelivery.objects.count()) == (0, 0)


class TestStopWebhook:
    def test_is_told_nothing_until_somebody_changes_it(self, webhook, delivery, at, by):
        stop_webhook(webhook_id=webhook, at=at)
        assert (list_due_webhooks(at), claim_delivery(delivery_id=delivery, at=at)) == ([], None)

        keep_webhook(webhook_id=webhook, facts={}, at=at, by=by)
        assert claim_delivery(delivery_id=delivery, at=at) == 1


class TestRepeatDeliveries:
    def test_tells_again_what_was_given_up_or_is_named(self, webhook, delivery, at, by):
        claim_delivery(delivery_id=delivery, at=at)
        record_delivery(delivery_id=delivery, attempt=1, outcome=TAKEN, spread=0, at=at)

        assert repeat_deliveries(webhook_id=webhook, at=at, by=by) == 0
        assert repeat_deliveries(webhook_id=webhook, delivery_ids=[delivery], at=at, by=by) == 1
        assert WebhookDelivery.objects.get().due_at == at


class TestForgetDeliveries:
    def test_forgets_what_ended_and_nothing_that_waits(self, webhook, delivery, at):
        add_deliveries(webhook_id=webhook, deliveries=[NewDelivery(2, "order.placed", "{}")], place=9, at=at)
        claim_delivery(delivery_id=delivery, at=at)
        record_delivery(delivery_id=delivery, attempt=1, outcome=TAKEN, spread=0, at=at)

        forget_deliveries(before=at + timedelta(days=1))

        assert list(WebhookDelivery.objects.values_list("place", flat=True)) == [2]


class TestDropWebhook:
    def test_takes_what_it_was_to_be_told_along(self, webhook, delivery, at, by):
        drop_webhook(webhook_id=webhook, at=at, by=by)

        assert (Webhook.objects.count(), WebhookDelivery.objects.count()) == (0, 0)
        with pytest.raises(WebhookUnknown):
            drop_webhook(webhook_id=webhook, at=at, by=by)
