"""Webhooks: entered, changed, dropped; what they are told is claimed, recorded, told again, forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kontor.messaging.public import (
    NewCall,
    Outcome,
    WebhookTaken,
    WebhookUnknown,
    WebhookWrong,
    add_calls,
    claim_call,
    drop_webhook,
    forget_calls,
    keep_webhook,
    list_due_calls,
    list_due_webhooks,
    read_secret,
    record_call,
    repeat_calls,
)
from kontor.messaging.tables import Webhook, WebhookCall

pytestmark = pytest.mark.django_db

URL = "https://erp.example/news"
TAKEN, AWAY = Outcome(204, "", 12), Outcome(None, "ConnectError: away", 5_000)


@pytest.fixture
def webhook(at, by) -> int:
    return keep_webhook(webhook_id=None, facts={"name": "erp", "url": URL}, at=at, by=by)[0]


@pytest.fixture
def call(webhook, at) -> int:
    add_calls(webhook_id=webhook, calls=[NewCall(1, "order.placed", "{}")], place=7, at=at)
    return WebhookCall.objects.get().id


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


class TestAddCalls:
    def test_writes_each_piece_of_news_once(self, webhook, call, at):
        add_calls(webhook_id=webhook, calls=[NewCall(1, "order.placed", "{}")], place=9, at=at)

        assert (WebhookCall.objects.count(), Webhook.objects.get().place) == (1, 9)


class TestClaimCall:
    def test_gives_it_to_one_worker(self, call, at):
        assert [claim_call(call_id=call, at=at), claim_call(call_id=call, at=at)] == [True, False]

    def test_gives_it_to_another_one_where_the_first_died(self, webhook, call, at):
        claim_call(call_id=call, at=at)

        later = at + timedelta(minutes=3)
        assert [it.id for it in list_due_calls(webhook, at=later, most=9)] == [call]
        assert claim_call(call_id=call, at=later)


class TestRecordCall:
    def test_that_was_taken_ends_it(self, webhook, call, at):
        claim_call(call_id=call, at=at)
        record_call(call_id=call, outcome=TAKEN, spread=0, at=at)

        told = WebhookCall.objects.get()
        assert (told.done_at, told.due_at, told.status) == (at, None, 204)

    def test_that_was_not_leaves_the_webhook_alone_for_a_while(self, webhook, call, at):
        claim_call(call_id=call, at=at)
        record_call(call_id=call, outcome=AWAY, spread=0, at=at)

        assert list_due_webhooks(at + timedelta(seconds=30)) == []
        assert list_due_webhooks(at + timedelta(seconds=90)) == [webhook]

    def test_gives_it_up_after_the_last_try(self, webhook, call, at):
        for _ in range(10):
            now = WebhookCall.objects.get().due_at
            claim_call(call_id=call, at=now)
            record_call(call_id=call, outcome=AWAY, spread=0, at=now)

        told = WebhookCall.objects.get()
        assert (told.attempts, told.due_at, told.given_up_at) == (10, None, now)


class TestRepeatCalls:
    def test_tells_again_what_was_given_up_or_is_named(self, webhook, call, at, by):
        claim_call(call_id=call, at=at)
        record_call(call_id=call, outcome=TAKEN, spread=0, at=at)

        assert repeat_calls(webhook_id=webhook, at=at, by=by) == 0
        assert repeat_calls(webhook_id=webhook, call_ids=[call], at=at, by=by) == 1
        assert WebhookCall.objects.get().due_at == at


class TestForgetCalls:
    def test_forgets_what_ended_and_nothing_that_waits(self, webhook, call, at):
        add_calls(webhook_id=webhook, calls=[NewCall(2, "order.placed", "{}")], place=9, at=at)
        claim_call(call_id=call, at=at)
        record_call(call_id=call, outcome=TAKEN, spread=0, at=at)

        forget_calls(before=at + timedelta(days=1))

        assert list(WebhookCall.objects.values_list("place", flat=True)) == [2]


class TestDropWebhook:
    def test_takes_what_it_was_to_be_told_along(self, webhook, call, at, by):
        drop_webhook(webhook_id=webhook, at=at, by=by)

        assert (Webhook.objects.count(), WebhookCall.objects.count()) == (0, 0)
        with pytest.raises(WebhookUnknown):
            drop_webhook(webhook_id=webhook, at=at, by=by)
