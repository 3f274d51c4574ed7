"""Send a mail again."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.messaging.calls import call_mails
from kontor.messaging.models import Message, MessageState
from kontor.platform.keep.audit import Change, record_changes


def send_again(*, message_id: int, at: datetime, by: Actor) -> bool:
    """A mail that failed is sent once more, because somebody says so. Returns whether it was failed."""
    failed = Message.objects.filter(id=message_id, state=MessageState.FAILED)
    if not failed.update(state=MessageState.QUEUED, not_before=None):
        return False
    record_changes(subject="message", verb="send_again", changes=[Change(message_id, None, None)], at=at, by=by)
    call_mails([message_id])
    return True
