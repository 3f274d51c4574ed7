"""Fetch what changed: kept raw first, understood later. Push messages only make this come sooner."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app
from pydantic import ValidationError

from kontor.channels.calls import POLL_TASK, call_take_in
from kontor.channels.models import Connection, ConnectionState
from kontor.channels.ports import Feature, IncomingMessage, Marketplace, OrderPage, RawOrder, Window
from kontor.channels.queries import hold_connections, make_marketplace
from kontor.channels.rules import CONNECTOR_MESSAGE
from kontor.channels.use_cases.connection.record_poll import record_poll
from kontor.channels.use_cases.connection.record_poll_failure import record_poll_failure
from kontor.channels.use_cases.connection.tally_call import tally_call
from kontor.channels.use_cases.inbox.keep_messages import keep_messages
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Misconfigured, Outside, Permanent
from kontor.platform.outside.guard import calling_outside
from kontor.platform.start.crashpoints import crash_point

# A channel that never says that a page is the last one is not believed for ever.
MOST_PAGES = 2_000
LONGEST_NUMBER = 60


class PagesRepeat(Permanent):
    """The channel sent the same page again and again; nothing was skipped, the next poll starts over."""

    code = "channels.pages_repeat"


def keep_page(channel_id: int, code: str, connector: str, orders: Sequence[RawOrder], at: datetime) -> int:
    """Keep a page of raw orders and call for the flow that understands them, in one transaction."""
    messages = [_message(code, connector, order, at) for order in orders]
    with transaction.atomic():
        kept = keep_messages(messages=messages) if hold_connections([channel_id]) else []
        if kept:
            call_take_in(channel_id)
        crash_point("poll.before_commit")
    crash_point("poll.page_kept")
    return len(kept)


def _message(code: str, connector: str, order: RawOrder, at: datetime) -> IncomingMessage:
    """Return the message to be kept; one whose number cannot be kept as it is gets a name of ours, so that it blocks no other."""
    told: dict[str, Any] = {
        "channel": code, "kind": CONNECTOR_MESSAGE, "connector": connector, "body": order.body, "received_at": at,
    }  # fmt: skip
    try:
        return IncomingMessage(
            **told, external_id=_version_of(order), subject=order.external_id, changed_at=order.changed_at
        )
    except ValidationError:
        return IncomingMessage(
            **told, external_id=f"unusable number {_digest(order.body)}", changed_at=order.changed_at
        )


def _version_of(order: RawOrder) -> str:
    """The same version of an order is kept once, however often it is told."""
    number = order.external_id if len(order.external_id) <= LONGEST_NUMBER else _digest(order.external_id.encode())
    return f"{number}@{order.changed_at:%Y%m%dT%H%M%S}-{_digest(order.body)}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:20]


@app.task(name=POLL_TASK, queue="channels")
def poll_channel(channel_id: int) -> None:
    """Fetch the orders of one account that changed since the last time, and a little before that."""
    close_old_connections()
    connection = Connection.objects.select_related("channel").filter(channel_id=channel_id).first()
    if connection is None or connection.state == ConnectionState.PAUSED:
        return
    at = read_clock()
    kept = 0
    try:
        marketplace = make_marketplace(connection)
        if Feature.FETCH_ORDERS not in marketplace.manifest.features:
            return
        window = Window(connection.orders_until - marketplace.manifest.overlap, at)
        for page in _pages(channel_id, marketplace, window):
            kept += keep_page(channel_id, connection.channel.code, connection.connector, page.orders, read_clock())
    except Outside as failure:
        record_poll_failure(
            channel_id=channel_id, problem=str(failure), login=isinstance(failure, Misconfigured), at=read_clock()
        )
        return
    except Exception as bug:
        # A fault of ours or of the connector: it must be seen on the channel's page, and not be met again every second.
        record_poll_failure(channel_id=channel_id, problem=repr(bug), login=False, at=read_clock())
        raise
    record_poll(channel_id=channel_id, until=at, kept=kept, every=marketplace.manifest.poll_every, at=read_clock())


def _pages(channel_id: int, marketplace: Marketplace, window: Window) -> Iterator[OrderPage]:
    """Ask for page after page. A page that repeats means that the channel turns in a circle: better to start over."""
    seen: set[str] = set()
    page = ""
    for _ in range(MOST_PAGES):
        try:
            with calling_outside():
                answer = marketplace.fetch_orders(window, page)
        except Outside:
            tally_call(channel_id=channel_id, failed=True, at=read_clock())
            raise
        tally_call(channel_id=channel_id, failed=False, at=read_clock())
        yield answer
        if not answer.next:
            return
        if answer.next in seen:
            raise PagesRepeat(page=answer.next[:60])
        seen.add(answer.next)
        page = answer.next
    raise PagesRepeat(pages=MOST_PAGES)
