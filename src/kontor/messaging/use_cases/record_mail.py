"""Record what became of a mail."""

from __future__ import annotations

from datetime import datetime

from kontor.messaging.models import Message, MessageState


def record_mail(*, message_id: int, problem: str, again_at: datetime | None, at: datetime) -> None:
    """A mail that left is sent; one that a server did not take has failed, and is tried again at its time, if it has one."""
    mine = Message.objects.filter(id=message_id, state=MessageState.SENDING)
    if problem:
        mine.update(state=MessageState.FAILED, problem=problem[:2_000], not_before=again_at)
    else:
        mine.update(state=MessageState.SENT, sent_at=at, problem="")
