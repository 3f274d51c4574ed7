"""Try whether a webhook hears."""

from __future__ import annotations

import json
from datetime import datetime

from django.db.models import Min

from kontor.kernel.actor import Actor
from kontor.messaging.calls import call_webhook
from kontor.messaging.errors import WebhookRests, WebhookUnknown
from kontor.messaging.models import Webhook, WebhookDelivery
from kontor.platform.keep.audit import Change, record_changes

# What a trial is called; nothing in the house happens under this name.
TRIAL = "webhook.trial"


def try_webhook(*, webhook_id: int, at: datetime, by: Actor) -> int:
    """A webhook is told a trial, signed as all news are, so that its maker sees whether it hears before anything happens. It
    stands among what was told, at no place of the feed (below zero). Returns the delivery.

    Refuses: WebhookUnknown, WebhookRests. Locks: the webhook.
    """
    webhook = Webhook.objects.select_for_update(no_key=True).filter(id=webhook_id).first()
    if webhook is None:
        raise WebhookUnknown(webhook=webhook_id)
    if webhook.paused_at is not None or webhook.stopped_at is not None:
        raise WebhookRests(webhook=webhook.name)
    told = WebhookDelivery.objects.filter(webhook_id=webhook_id, place__lte=0)
    place = min(0, told.aggregate(least=Min("place"))["least"] or 0) - 1
    body = json.dumps({"type": TRIAL, "timestamp": at.isoformat(), "data": {}}, separators=(",", ":"))

    made = WebhookDelivery.objects.create(
        webhook_id=webhook_id, place=place, news=TRIAL, body=body, created_at=at, due_at=at
    )

    # Somebody looks on: it is called now, also where it was left alone for a while.
    Webhook.objects.filter(id=webhook_id).update(quiet_until=None)
    record_changes(
        subject="webhook", verb="try_webhook", changes=[Change(webhook_id, None, {"delivery": made.pk})], at=at, by=by
    )
    call_webhook(webhook_id)
    return int(made.pk)
