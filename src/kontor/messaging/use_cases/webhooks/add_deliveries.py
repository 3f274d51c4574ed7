"""Write down what a webhook is to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.messaging.models import Webhook, WebhookDelivery
from kontor.platform.sql.bulk import insert_rows


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A piece of news as it will be sent: where it stands in the feed, its kind, its JSON."""

    place: int
    news: str
    body: str


def add_deliveries(*, webhook_id: int, deliveries: Sequence[NewDelivery], place: int, at: datetime) -> None:
    """A webhook is told these, each once, and is that far in the feed. The caller holds it (``lock_webhook``)."""
    if deliveries:
        insert_rows(
            WebhookDelivery,
            {
                "webhook": webhook_id, "place": [it.place for it in deliveries], "news": [it.news for it in deliveries],
                "body": [it.body for it in deliveries], "created_at": at, "due_at": at,
            },
            tail="ON CONFLICT DO NOTHING",
        )  # fmt: skip
    Webhook.objects.filter(id=webhook_id).update(place=place)
