"""Take a webhook away."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.messaging.errors import WebhookUnknown
from kontor.messaging.models import Webhook
from kontor.platform.keep.audit import Change, record_changes


def drop_webhook(*, webhook_id: int, at: datetime, by: Actor) -> None:
    """A program hears no news any more; what was to be told it is forgotten. Refuses: WebhookUnknown. Locks: the webhook."""
    webhook = Webhook.objects.select_for_update().filter(id=webhook_id).first()
    if webhook is None:
        raise WebhookUnknown(webhook=webhook_id)
    told = {"name": webhook.name, "url": webhook.url}
    webhook.delete()
    record_changes(subject="webhook", verb="drop_webhook", changes=[Change(webhook_id, told, None)], at=at, by=by)
