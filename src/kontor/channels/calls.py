"""Call for the jobs of channels. A job's name, queue and key stand here and nowhere else.

Two calls under one key wait once: what is decided anew is not what is told, so each job has a key of its own.
"""

from __future__ import annotations

from datetime import timedelta

from kontor.channels.models import Connection, ConnectionState
from kontor.channels.ports import Feature
from kontor.platform.outside.registry import list_connectors
from kontor.platform.post.jobs import defer_once

POLL_TASK = "kontor.poll_channel"
TELL_TASK = "kontor.send_intents"
PUBLISH_TASK = "kontor.publish_offers"
SETTLE_TASK = "kontor.fetch_settlements"
READ_TASK = "kontor.read_queue"
SUBSCRIBE_TASK = "kontor.subscribe_channel"
# The flows answer to these: what was fetched is understood, offers are decided, a channel is compared with us.
TAKE_IN_TASK = "kontor.take_in_messages"
REFRESH_TASK = "kontor.refresh_channel"
COMPARE_TASK = "kontor.compare_channel"
LOOK_AROUND_TASK = "kontor.look_around"


def call_poll(channel_id: int) -> None:
    """A channel's orders are fetched."""
    defer_once(POLL_TASK, queue="channels", key=f"poll:{channel_id}", channel_id=channel_id)


def call_poll_of_upload(channel_id: int, *, wait: timedelta) -> None:
    """A channel's folder is read once an upload is whole; a poll that waits already would read it too early."""
    defer_once(POLL_TASK, queue="channels", key=f"upload:{channel_id}", wait=wait, channel_id=channel_id)


def call_take_in(channel_id: int) -> None:
    """What was fetched of a channel is understood."""
    defer_once(TAKE_IN_TASK, queue="inbox", key=f"take_in:{channel_id}", channel_id=channel_id)


def call_tell(channel_id: int, *, wait: timedelta | None = None) -> None:
    """A channel is told what is due."""
    defer_once(TELL_TASK, queue="channels", key=f"tell:{channel_id}", wait=wait, channel_id=channel_id)


def call_publish(channel_id: int, *, wait: timedelta | None = None) -> None:
    """A channel is told the offers that it does not know yet."""
    defer_once(PUBLISH_TASK, queue="channels", key=f"publish:{channel_id}", wait=wait, channel_id=channel_id)


def call_refresh(channel_id: int) -> None:
    """Every offer of a channel is decided anew."""
    defer_once(REFRESH_TASK, queue="channels", key=f"refresh:{channel_id}", channel_id=channel_id)


def call_compare(channel_id: int) -> None:
    """A channel is compared with us."""
    defer_once(COMPARE_TASK, queue="channels", key=f"compare:{channel_id}", channel_id=channel_id)


def call_look_around(channel_id: int, *, wait: timedelta) -> None:
    """A channel is asked for the first time what it has on offer from us."""
    defer_once(LOOK_AROUND_TASK, queue="channels", key=f"look_around:{channel_id}", wait=wait, channel_id=channel_id)


def call_settle(channel_id: int) -> None:
    """A channel is asked for what it booked."""
    defer_once(SETTLE_TASK, queue="channels", key=f"settle:{channel_id}", channel_id=channel_id)


def call_queues() -> None:
    """The queues of all working channels that have one are read."""
    for channel_id in _with_queue(None):
        defer_once(READ_TASK, queue="channels", key=f"queue:{channel_id}", channel_id=channel_id)


def call_subscribe(*, channel_id: int | None = None) -> None:
    """All working channels that have a queue, or this one, are told to write into it."""
    for found_id in _with_queue(channel_id):
        defer_once(SUBSCRIBE_TASK, queue="channels", key=f"subscribe:{found_id}", channel_id=found_id)


def _with_queue(channel_id: int | None) -> list[int]:
    codes = [
        code for code, found in list_connectors().items()
        if found.kind == "marketplace" and found.manifest and Feature.READ_QUEUE in found.manifest.features
    ]  # fmt: skip
    rows = Connection.objects.filter(state=ConnectionState.ACTIVE, channel__active=True, connector__in=codes)
    if channel_id is not None:
        rows = rows.filter(channel_id=channel_id)
    return list(rows.values_list("channel_id", flat=True))
