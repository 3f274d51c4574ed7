"""Webhooks: what happened is written down for each of them, and they are called; who was away for long hears what is kept."""

from __future__ import annotations

from datetime import datetime

from kontor.flows.programs.news import names_of, tell_news
from kontor.messaging.public import (
    NewDelivery,
    WebhookRow,
    add_deliveries,
    call_webhook,
    forget_deliveries,
    list_due_webhooks,
    list_webhooks,
    lock_webhook,
)
from kontor.platform.post.feed import PlaceGone, last_place, place_events, read_feed
from kontor.platform.start.environment import keep_since

# So much is written down for one webhook at once.
MOST_AT_ONCE = 500


def is_any_told() -> bool:
    """Whether any program hears the news."""
    return any(it.hears for it in list_webhooks())


def spread_news(*, at: datetime) -> bool:
    """What happened is written down for every webhook that hears it. Returns whether more is left. Locks: the feed, webhooks."""
    left = place_events(at=at) > 0
    end = last_place()
    for webhook in list_webhooks():
        if webhook.hears and webhook.place < end:
            left = _spread(webhook, end, at) or left
    return left


def _spread(webhook: WebhookRow, end: int, at: datetime) -> bool:
    place = lock_webhook(webhook.id)
    if place is None:
        return False
    try:
        rows = read_feed(place, names=names_of(webhook.news), most=MOST_AT_ONCE)
    except PlaceGone as gone:
        rows = read_feed(int(str(gone.facts["oldest"])), names=names_of(webhook.news), most=MOST_AT_ONCE)
    deliveries = [NewDelivery(it.place, it.kind, it.body()) for it in tell_news(rows)]
    full = len(rows) == MOST_AT_ONCE
    add_deliveries(webhook_id=webhook.id, deliveries=deliveries, place=rows[-1].place if full else end, at=at)
    return full


def call_due(*, at: datetime) -> None:
    """Jobs are called for that tell the webhooks what is due."""
    for webhook_id in list_due_webhooks(at):
        call_webhook(webhook_id)


def forget_told(*, at: datetime) -> bool:
    """What webhooks were told long ago is forgotten. Returns whether more is left."""
    since = keep_since("KONTOR_KEEP_FEED_DAYS", at)
    return since is not None and forget_deliveries(before=since)


def list_deaf_webhooks(at: datetime) -> list[WebhookRow]:
    """Return the webhooks that Kontor gave up, and those at which nothing gets through for long."""
    return [it for it in list_webhooks() if it.is_deaf(at)]
