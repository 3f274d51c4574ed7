"""Keep raw messages before they are understood."""

from __future__ import annotations

from collections.abc import Sequence

from kontor.channels.models import InboundMessage
from kontor.channels.ports import IncomingMessage
from kontor.platform.sql.bulk import insert_rows


def keep_messages(*, messages: Sequence[IncomingMessage]) -> list[int]:
    """What a channel sends is kept raw, once; a repeated message is not kept again.

    Returns the ids of the messages that are new.
    """
    unique = {(message.channel, message.kind, message.connector, message.external_id): message for message in messages}
    rows = insert_rows(
        InboundMessage,
        {
            "channel": [message.channel for message in unique.values()],
            "kind": [message.kind for message in unique.values()],
            "connector": [message.connector for message in unique.values()],
            "external_id": [message.external_id for message in unique.values()],
            "body": [message.body for message in unique.values()],
            "received_at": [message.received_at for message in unique.values()],
            "subject": [message.subject for message in unique.values()],
            "changed_at": [message.changed_at for message in unique.values()],
        },
        tail="ON CONFLICT DO NOTHING RETURNING id",
    )
    return sorted(row[0] for row in rows)
