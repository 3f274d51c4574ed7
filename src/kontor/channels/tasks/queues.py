"""Read what channels write into a queue of the merchant's: their orders are kept first, then the messages are taken out."""

from __future__ import annotations

from django.db import close_old_connections
from procrastinate.contrib.django import app

from kontor.channels.calls import READ_TASK, SUBSCRIBE_TASK, call_queues, call_subscribe
from kontor.channels.models import Connection, ConnectionState
from kontor.channels.queries import make_marketplace
from kontor.channels.tasks.polling import keep_page
from kontor.channels.use_cases.connection.record_problem import record_problem
from kontor.channels.use_cases.connection.tally_call import tally_call
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Outside, Retryable
from kontor.platform.outside.guard import calling_outside
from kontor.platform.start.crashpoints import crash_point

# Enough to catch up a thousand messages in a turn; what is left waits for the next one.
MOST_PAGES = 100


@app.periodic(cron="* * * * * */20")
@app.task(name="kontor.tick_queues", queue="clock", queueing_lock="tick_queues")
def tick_queues(timestamp: int) -> None:
    """Every twenty seconds: call for the queues to be read."""
    close_old_connections()
    call_queues()


@app.periodic(cron="41 2 * * *")
@app.task(name="kontor.subscribe_channels", queue="clock", queueing_lock="subscribe_channels")
def subscribe_channels(timestamp: int) -> None:
    """Each night: make sure that the channels still write into the queues."""
    close_old_connections()
    call_subscribe()


@app.task(name=SUBSCRIBE_TASK, queue="channels")
def subscribe_channel(channel_id: int) -> None:
    """Have a channel write into the merchant's queue. A failure stands on the channel's page; orders are polled all the same."""
    close_old_connections()
    connection = Connection.objects.select_related("channel").filter(channel_id=channel_id).first()
    if connection is None:
        return
    try:
        with calling_outside():
            make_marketplace(connection).subscribe()
    except Outside as failure:
        _record(channel_id, failure)


@app.task(name=READ_TASK, queue="channels")
def read_queue(channel_id: int) -> None:
    """Fetch the orders that a channel's messages speak of. A message leaves the queue once its order is kept."""
    close_old_connections()
    connection = Connection.objects.select_related("channel").filter(channel_id=channel_id).first()
    if connection is None or connection.state != ConnectionState.ACTIVE:
        return
    marketplace = make_marketplace(connection)
    try:
        for _ in range(MOST_PAGES):
            with calling_outside():
                page = marketplace.read_queue()
            if not page.receipts:
                return
            keep_page(channel_id, connection.channel.code, connection.connector, page.orders, read_clock())
            crash_point("queue.before_forget")
            with calling_outside():
                marketplace.forget(page.receipts)
    except Outside as failure:
        _record(channel_id, failure)


def _record(channel_id: int, failure: Outside) -> None:
    at = read_clock()
    tally_call(channel_id=channel_id, failed=True, at=at)
    if not isinstance(failure, Retryable):
        record_problem(channel_id=channel_id, problem=str(failure), at=at)
