"""Pause a connection."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.models import ConnectionState
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.bulk import execute


def pause_connection(*, channel_id: int, at: datetime, by: Actor) -> None:
    """A paused connection is neither polled nor told anything new of stock; nothing of it is lost."""
    execute(
        "UPDATE channels_connection SET state = %s WHERE channel_id = %s",
        [ConnectionState.PAUSED.value, channel_id],
    )
    record_changes(
        subject="connection",
        verb="pause_connection",
        changes=[Change(channel_id, None, {"state": "paused"})],
        at=at,
        by=by,
    )
