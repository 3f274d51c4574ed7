"""Give a webhook up."""

from __future__ import annotations

from datetime import datetime

from kontor.messaging.models import Webhook


def stop_webhook(*, webhook_id: int, at: datetime) -> None:
    """A webhook whose secret cannot be opened is told nothing until somebody makes it anew; an alarm says so."""
    Webhook.objects.filter(id=webhook_id, stopped_at=None).update(stopped_at=at)
