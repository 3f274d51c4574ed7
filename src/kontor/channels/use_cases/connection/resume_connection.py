"""Resume a connection."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.models import ConnectionState
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.bulk import execute


def resume_connection(*, channel_id: int, at: datetime, by: Actor) -> None:
    """A paused connection, or one whose credentials were mended, is polled at once."""
    execute(
        "UPDATE channels_connection SET state = %s, failures = 0, next_poll_at = %s WHERE channel_id = %s",
        [ConnectionState.ACTIVE.value, at, channel_id],
    )
    record_changes(
        subject="connection",
        verb="resume_connection",
        changes=[Change(channel_id, None, {"state": "active"})],
        at=at,
        by=by,
    )
