"""Pause a connection."""

from __future__ import annotations

from kontor.channels.models import ConnectionState
from kontor.platform.bulk import execute


def pause_connection(*, channel_id: int) -> None:
    """A paused connection is neither polled nor told anything new of stock; nothing of it is lost."""
    execute(
        "UPDATE channels_connection SET state = %s WHERE channel_id = %s",
        [ConnectionState.PAUSED.value, channel_id],
    )
