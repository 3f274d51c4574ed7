"""Claim a call of a webhook that is to be made."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from kontor.messaging.models import WebhookCall

# A worker that dies while it calls leaves the call due again after so long; the receiver knows it by its id.
MOST_CALL = timedelta(minutes=2)


def claim_call(*, call_id: int, at: datetime) -> bool:
    """A call is marked as tried before it leaves, so that no second worker makes it, too. False where somebody has it."""
    mine = WebhookCall.objects.filter(id=call_id, due_at__lte=at)
    return bool(mine.update(attempts=F("attempts") + 1, tried_at=at, due_at=at + MOST_CALL))
