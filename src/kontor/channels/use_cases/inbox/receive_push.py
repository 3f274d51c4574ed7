"""Receive a push message."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.models import PushReceipt
from kontor.channels.ports import Push
from kontor.platform.sql.bulk import execute, insert_rows


def receive_push(*, channel_id: int, push: Push, at: datetime) -> bool:
    """A push message is a hint, heard once: the channel is asked at once what changed. False where it was heard before."""
    new = insert_rows(
        PushReceipt,
        {"channel": channel_id, "delivery_id": [push.delivery_id], "topic": push.topic[:100], "received_at": at},
        tail="ON CONFLICT DO NOTHING RETURNING id",
    )
    if new:
        execute(
            "UPDATE channels_connection SET next_poll_at = least(next_poll_at, %s::timestamptz) WHERE channel_id = %s",
            [at, channel_id],
        )
    return bool(new)
