"""Talk to a channel again."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.errors import NotConnected
from kontor.channels.models import Connection, ConnectionState
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def resume_connection(*, channel_id: int, at: datetime, by: Actor) -> None:
    """A paused connection, or one whose credentials were mended, is polled at once; one that works is polled at once, too.

    Refuses: NotConnected. Locks: the connection.
    """
    connection = Connection.objects.select_for_update(no_key=True).filter(channel_id=channel_id).first()
    if connection is None:
        raise NotConnected(channel=channel_id)
    Connection.objects.filter(id=connection.id).update(state=ConnectionState.ACTIVE, failures=0, next_poll_at=at)
    if connection.state == ConnectionState.ACTIVE:
        return
    record_changes(
        subject="connection", verb="resume_connection", at=at, by=by,
        changes=[Change(channel_id, {"state": connection.state}, {"state": ConnectionState.ACTIVE.value})],
    )  # fmt: skip
