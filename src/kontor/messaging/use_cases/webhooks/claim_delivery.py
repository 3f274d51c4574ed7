"""Claim a delivery to a webhook that is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from kontor.messaging.models import Webhook, WebhookDelivery

# A worker that dies while it delivers leaves it due again after so long; the receiver knows it by its id.
MOST_DELIVERY = timedelta(minutes=2)


def claim_delivery(*, delivery_id: int, at: datetime) -> int | None:
    """A delivery is marked as tried before it leaves, so that no second worker makes it, too; to a webhook that is paused or was
    given up none leaves. Returns which attempt it is, None where it is not to be made now.
    """
    hearing = Webhook.objects.filter(paused_at=None, stopped_at=None)
    mine = WebhookDelivery.objects.filter(id=delivery_id, due_at__lte=at, webhook__in=hearing)
    if not mine.update(attempts=F("attempts") + 1, tried_at=at, due_at=at + MOST_DELIVERY):
        return None
    return WebhookDelivery.objects.filter(id=delivery_id).values_list("attempts", flat=True).first()
