"""Remove the connection of a channel."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.errors import ChannelBusy, NotConnected
from kontor.channels.models import ChannelIntent, Connection, InboundMessage, IntentState, MessageState
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.outside.rate_limit import forget_turns


def disconnect_channel(*, channel_id: int, at: datetime, by: Actor) -> None:
    """A connection that was wrong, or is over, goes with its credentials; the channel, its orders and offers stay as they are.

    Refuses: NotConnected; ChannelBusy while something of it waits to be told or understood. Locks: the connection, against
    whoever writes down something to be told or understood (``hold_connection``).
    """
    rows = Connection.objects.select_for_update(of=("self",)).select_related("channel")
    connection = rows.filter(channel_id=channel_id).first()
    if connection is None:
        raise NotConnected(channel=channel_id)
    ended = [IntentState.SUCCEEDED, IntentState.DROPPED]
    told = ChannelIntent.objects.filter(channel_id=channel_id).exclude(state__in=ended)
    heard = InboundMessage.objects.filter(
        channel=connection.channel.code, state__in=[MessageState.NEW, MessageState.QUARANTINED]
    )
    if told.exists() or heard.exists():
        raise ChannelBusy(channel=connection.channel.code)
    record_changes(
        subject="connection", verb="disconnect_channel", at=at, by=by,
        changes=[Change(connection.id, {"connector": connection.connector, "channel": connection.channel.code}, None)],
    )  # fmt: skip
    forget_turns(owner=f"connection:{connection.id}")
    connection.delete()
