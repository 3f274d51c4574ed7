"""A connection is paused, resumed and taken away by a person, and leaves a trace of each."""

from __future__ import annotations

import pytest

from kontor.channels.errors import ChannelBusy, NotConnected
from kontor.channels.public import (
    IntentKind,
    NewIntent,
    disconnect_channel,
    is_connected,
    pause_connection,
    resume_connection,
    tell_channel,
)
from kontor.channels.tables import Connection
from kontor.platform.models import AuditEntry


@pytest.fixture
def channel_id(shop) -> int:
    """A channel with a connection."""
    Connection.objects.create(
        channel=shop.channel, connector="files", orders_until=shop.at, next_poll_at=shop.at, connected_at=shop.at, failures=3
    )  # fmt: skip
    return int(shop.channel.id)


def trail() -> list[tuple[str, object, object]]:
    rows = AuditEntry.objects.filter(subject="connection").order_by("id")
    return list(rows.values_list("verb", "before", "after"))


def test_pause_connection_told_twice_is_paused_once(shop, channel_id):
    for _ in range(2):
        pause_connection(channel_id=channel_id, at=shop.at, by=shop.by)

    assert Connection.objects.get().state == "paused"
    assert trail() == [("pause_connection", {"state": "active"}, {"state": "paused"})]


def test_resume_connection_polls_at_once_and_counts_failures_anew(shop, channel_id):
    pause_connection(channel_id=channel_id, at=shop.at, by=shop.by)

    resume_connection(channel_id=channel_id, at=shop.at, by=shop.by)

    connection = Connection.objects.get()
    assert (connection.state, connection.failures, connection.next_poll_at) == ("active", 0, shop.at)
    assert trail()[-1] == ("resume_connection", {"state": "paused"}, {"state": "active"})
    resume_connection(channel_id=channel_id, at=shop.at, by=shop.by)
    assert len(trail()) == 2  # one that works is polled, and nothing changed


def test_disconnect_channel_takes_the_connection_away_once(shop, channel_id):
    disconnect_channel(channel_id=channel_id, at=shop.at, by=shop.by)

    assert not is_connected(channel_id)
    with pytest.raises(NotConnected):
        disconnect_channel(channel_id=channel_id, at=shop.at, by=shop.by)


def test_disconnect_channel_waits_for_what_is_to_be_told(shop, channel_id):
    order = shop.place((1, "LAMP"))
    wish = NewIntent(f"order:{order.id}", channel_id, IntentKind.CANCEL, order.id, order.external_id, {})
    tell_channel(intents=[wish], at=shop.at)

    with pytest.raises(ChannelBusy):
        disconnect_channel(channel_id=channel_id, at=shop.at, by=shop.by)
    assert is_connected(channel_id)


@pytest.mark.parametrize("verb", [pause_connection, resume_connection, disconnect_channel])
def test_what_is_not_connected_is_said_to_be_so(shop, verb):
    with pytest.raises(NotConnected):
        verb(channel_id=shop.channel.id, at=shop.at, by=shop.by)
    assert trail() == []
