"""Jobs that join rooms: the clock of the channels, the inbox of each, the nightly comparison."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Protocol

from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app

from kontor.accounting.public import ARCHIVE_KINDS
from kontor.channels.public import (
    COMPARE_TASK,
    LOOK_AROUND_TASK,
    REFRESH_TASK,
    TAKE_IN_TASK,
    call_compare,
    call_poll,
    call_refresh,
    get_channel,
    is_connected,
    list_active,
    list_due_connections,
)
from kontor.flows.alarms import WATCH_TASK, watch
from kontor.flows.books.archive import archive_kind, archive_what_is_left
from kontor.flows.books.posting import post_what_is_left
from kontor.flows.bulk.running import run_part
from kontor.flows.imports.orders.office import take_file_in
from kontor.flows.invoicing.dunning import waive_what_is_left
from kontor.flows.market.connecting import look_around
from kontor.flows.market.offers import follow_stock, measure_demand, refresh_channel
from kontor.flows.market.reconciliation import compare_channel
from kontor.flows.people.buyer_mails import tell_late
from kontor.flows.people.same_buyer import bind_late_orders
from kontor.flows.programs.webhooks import call_due, forget_told, is_any_told, spread_news
from kontor.flows.selling.connector_messages import take_in_feed
from kontor.flows.selling.unpaid import cancel_unpaid, list_ended, remind_unpaid
from kontor.inventory.public import stock_has_changed
from kontor.kernel.actor import SYSTEM, Actor
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Outside
from kontor.orders.public import list_of_merged_customers
from kontor.platform.post.jobs import AHEAD, BULK_TASK, ORDERS_IMPORT_TASK, UntilItGoes
from kontor.platform.sql.bulk import execute


@app.periodic(cron="* * * * * */2")
@app.task(name="kontor.tick_channels", queue="clock", queueing_lock="tick_channels")
def tick_channels(timestamp: int) -> None:
    """Every two seconds: call the polls that are due, and let the offers follow the stock. Idle, it asks two questions."""
    close_old_connections()
    at = read_clock()
    for channel_id in list_due_connections(at):
        call_poll(channel_id)
    while stock_has_changed():
        with transaction.atomic():
            if not follow_stock(at=at):
                return


@app.periodic(cron="* * * * * */2")
@app.task(name="kontor.tick_webhooks", queue="clock", queueing_lock="tick_webhooks")
def tick_webhooks(timestamp: int) -> None:
    """Every two seconds: what happened is written down for the webhooks, and they are called. Without any: one question."""
    close_old_connections()
    if not is_any_told():
        return
    more = True
    while more:
        with transaction.atomic():
            more = spread_news(at=read_clock())
    call_due(at=read_clock())


@app.periodic(cron="17 * * * *")
@app.task(name="kontor.forget_deliveries", queue="clock", queueing_lock="forget_deliveries")
def forget_old_deliveries(timestamp: int) -> None:
    """Each hour: what webhooks were told long ago is forgotten."""
    close_old_connections()
    more = True
    while more:
        with transaction.atomic():
            more = forget_told(at=read_clock())


@app.task(name=TAKE_IN_TASK, queue="inbox")
def take_in_messages(channel_id: int) -> None:
    """Understand what a channel sent."""
    close_old_connections()
    by = Actor("channel", get_channel(channel_id).code)
    take_in_feed(channel_id=channel_id, at=read_clock(), by=by)


@app.task(name=REFRESH_TASK, queue="channels")
def refresh_offers(channel_id: int) -> None:
    """Decide every offer of a channel anew."""
    close_old_connections()
    with transaction.atomic():
        refresh_channel(channel_id=channel_id, at=read_clock())


@app.task(name=LOOK_AROUND_TASK, queue="channels")
def look_around_again(channel_id: int) -> None:
    """Ask a channel for the first time what it has on offer from us, where it did not answer before."""
    close_old_connections()
    if not is_connected(channel_id):
        return
    with suppress(Outside):  # it calls for itself again
        look_around(channel_id=channel_id, at=read_clock())


@app.task(name=COMPARE_TASK, queue="channels")
def compare_one_channel(channel_id: int) -> None:
    """Compare one channel with us, now."""
    close_old_connections()
    compare_channel(channel_id=channel_id, at=read_clock())


@app.task(name=BULK_TASK, queue="bulk", retry=UntilItGoes())
def run_bulk_job(job_id: int) -> None:
    """Work on the rows of a bulk job for a while; it calls for itself again until none is left."""
    close_old_connections()
    run_part(job_id, clock=read_clock)


@app.task(name=ORDERS_IMPORT_TASK, queue="bulk", retry=UntilItGoes())
def import_orders(import_id: int) -> None:
    """Take a file of orders in; a worker that dies goes on at its place."""
    close_old_connections()
    take_file_in(import_id, clock=read_clock)


@app.periodic(cron="* * * * *", priority=AHEAD)
@app.task(name=WATCH_TASK, queue="clock", queueing_lock="watch_alarms")
def watch_alarms(timestamp: int) -> None:
    """Each minute: what is wrong raises an alarm, and what is new is told."""
    close_old_connections()
    with transaction.atomic():
        watch(at=read_clock())


@app.periodic(cron="*/10 * * * *")
@app.task(name="kontor.bind_late_orders", queue="clock", queueing_lock="bind_late_orders")
def follow_merged_customers(timestamp: int) -> None:
    """Every ten minutes: orders that came in for a buyer while he was merged into another follow him."""
    close_old_connections()
    for gone, kept in list_of_merged_customers():
        with transaction.atomic():
            bind_late_orders(kept_id=kept, gone_id=gone, at=read_clock(), by=SYSTEM)


@app.periodic(cron="7 * * * *")
@app.task(name="kontor.measure_demand", queue="clock", queueing_lock="measure_demand")
def measure_all_demand(timestamp: int) -> None:
    """Each hour: count how fast things sell."""
    close_old_connections()
    with transaction.atomic():
        measure_demand(at=read_clock())


class _Part(Protocol):
    """Work that goes on behind the row that it saw last, and ends with None."""

    def __call__(self, *, after: int, at: datetime) -> int | None: ...


def _in_parts(work: _Part) -> None:
    """Do work that may be long, each part in a transaction of its own."""
    last: int | None = 0
    while last is not None:
        with transaction.atomic():
            last = work(after=last, at=read_clock())


@app.periodic(cron="27 * * * *")
@app.task(name="kontor.tell_late", queue="clock", queueing_lock="tell_late")
def tell_late_days(timestamp: int) -> None:
    """Each hour: tell buyers of days that went by."""
    close_old_connections()
    _in_parts(tell_late)


@app.periodic(cron="37 * * * *")
@app.task(name="kontor.remind_unpaid", queue="clock", queueing_lock="remind_unpaid")
def remind_of_payments(timestamp: int) -> None:
    """Each hour: remind buyers of prepayments that are missing."""
    close_old_connections()
    _in_parts(remind_unpaid)


@app.periodic(cron="47 * * * *")
@app.task(name="kontor.cancel_unpaid", queue="clock", queueing_lock="cancel_unpaid")
def cancel_unpaid_orders(timestamp: int) -> None:
    """Each hour: cancel what was never paid, each order in a transaction of its own."""
    close_old_connections()
    last: int | None = 0
    while last is not None:
        ended, last = list_ended(after=last, at=read_clock())
        for order_id in ended:
            with transaction.atomic():
                cancel_unpaid(order_id=order_id, at=read_clock(), by=SYSTEM)


@app.periodic(cron="11 * * * *")
@app.task(name="kontor.post_books", queue="clock", queueing_lock="post_books")
def post_books(timestamp: int) -> None:
    """Each hour: post what no news led to the books, and archive what was written, a thousand at a time."""
    close_old_connections()
    for work in (post_what_is_left, waive_what_is_left, archive_what_is_left):
        for _ in range(100):
            with transaction.atomic():
                if not work(at=read_clock(), by=SYSTEM):
                    break


@app.periodic(cron="47 2 * * *")
@app.task(name="kontor.archive_all", queue="clock", queueing_lock="archive_all")
def archive_all(timestamp: int) -> None:
    """Each night: archive whatever the hours have missed, however old; that may take its time."""
    close_old_connections()
    for kind in ARCHIVE_KINDS:
        last: int | None = 0
        while last is not None:
            with transaction.atomic():
                execute("SET LOCAL statement_timeout = 0")
                last = archive_kind(kind=kind, after=last, at=read_clock(), by=SYSTEM)


@app.periodic(cron="23 2 * * *")
@app.task(name="kontor.compare_channels", queue="channels", queueing_lock="compare_channels")
def compare_channels(timestamp: int) -> None:
    """Each night, each channel in a job of its own: their orders, stock and prices against ours, and every offer anew."""
    close_old_connections()
    for channel_id in list_active():
        call_compare(channel_id)
        call_refresh(channel_id)
