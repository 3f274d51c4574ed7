"""Tell a webhook again what it was told or was not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.messaging.models import Webhook, WebhookDelivery
from kontor.platform.keep.audit import Change, record_changes


def repeat_deliveries(
    *, webhook_id: int, delivery_ids: Collection[int] | None = None, at: datetime, by: Actor
) -> int:  # fmt: skip
    """A webhook is told these again under the same ids, or all that was given up; returns how many. Locks: the webhook."""
    list(Webhook.objects.select_for_update(no_key=True).filter(id=webhook_id))
    told = WebhookDelivery.objects.filter(webhook_id=webhook_id)
    wanted = told.filter(given_up_at__isnull=False) if delivery_ids is None else told.filter(id__in=delivery_ids)
    done = wanted.update(due_at=at, attempts=0, done_at=None, given_up_at=None)
    if done:
        changes = [Change(webhook_id, None, {"quantity": done})]
        record_changes(subject="webhook", verb="repeat_deliveries", changes=changes, at=at, by=by)
    return done
