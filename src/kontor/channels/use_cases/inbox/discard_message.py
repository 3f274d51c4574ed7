"""Discard a message from quarantine."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.errors import MessageUnknown
from kontor.channels.models import InboundMessage, MessageState
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def discard_message(*, message_id: int, at: datetime, by: Actor) -> None:
    """A person decides that a quarantined message will never become an order; it stays readable.

    Refuses: MessageUnknown where it is not in quarantine.
    """
    message = (
        InboundMessage.objects.select_for_update(no_key=True)
        .filter(id=message_id, state=MessageState.QUARANTINED)
        .first()
    )
    if message is None:
        raise MessageUnknown(inbound=message_id)

    message.state, message.closed_at = MessageState.DISCARDED, at
    message.save(update_fields=["state", "closed_at"])
    record_changes(
        subject="message", verb="discard_message", at=at, by=by,
        changes=[Change(message.id, {"state": "quarantined"}, {"state": "discarded"})],
    )  # fmt: skip
