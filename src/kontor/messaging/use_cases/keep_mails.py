"""Keep mails in the mailbox page."""

from __future__ import annotations

from collections.abc import Collection

from kontor.messaging.models import Message, MessageState


def keep_mails(*, message_ids: Collection[int]) -> None:
    """Where no mail server is set, a mail is written for the mailbox page alone, until somebody sends it."""
    waiting = Message.objects.filter(id__in=message_ids, state=MessageState.QUEUED)
    waiting.update(state=MessageState.KEPT)
