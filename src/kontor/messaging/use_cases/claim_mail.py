"""Claim a mail that is to be sent."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from kontor.messaging.models import Message, MessageState


def claim_mail(*, message_id: int, at: datetime) -> bool:
    """A mail is marked before it leaves, so that it leaves at most once. False where somebody else has it."""
    waiting = Message.objects.filter(id=message_id, state=MessageState.QUEUED)
    return bool(waiting.update(state=MessageState.SENDING, tried_at=at, attempts=F("attempts") + 1, not_before=None))
