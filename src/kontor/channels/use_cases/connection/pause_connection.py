"""Stop talking to a channel for now."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.errors import NotConnected
from kontor.channels.models import Connection, ConnectionState
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def pause_connection(*, channel_id: int, at: datetime, by: Actor) -> None:
    """A paused connection is neither polled nor told anything new of stock; nothing of it is lost. Paused twice, it is paused.

    Refuses: NotConnected. Locks: the connection.
    """
    connection = Connection.objects.select_for_update(no_key=True).filter(channel_id=channel_id).first()
    if connection is None:
        raise NotConnected(channel=channel_id)
    if connection.state == ConnectionState.PAUSED:
        return
    Connection.objects.filter(id=connection.id).update(state=ConnectionState.PAUSED)
    record_changes(
        subject="connection", verb="pause_connection", at=at, by=by,
        changes=[Change(channel_id, {"state": connection.state}, {"state": ConnectionState.PAUSED.value})],
    )  # fmt: skip
