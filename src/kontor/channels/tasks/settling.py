"""Fetch what channels booked: sales, refunds, fees, payouts."""

from __future__ import annotations

from datetime import timedelta

from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app

from kontor.channels.calls import SETTLE_TASK, call_settle
from kontor.channels.models import Connection, ConnectionState
from kontor.channels.ports import Feature, Window
from kontor.channels.queries import make_marketplace
from kontor.channels.use_cases.connection.record_problem import record_problem
from kontor.channels.use_cases.settlements.keep_settlements import keep_settlements
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import Misconfigured, Outside
from kontor.platform.outside.guard import calling_outside
from kontor.platform.outside.registry import list_connectors

# Channels book late and correct: what was booked so long before is asked for again.
OVERLAP = timedelta(days=7)
# How far back the first question goes.
FIRST = timedelta(days=60)
MOST_PAGES = 2_000


@app.task(name=SETTLE_TASK, queue="channels")
def fetch_settlements(channel_id: int) -> None:
    """Ask a channel for what it booked since the last time; the mark moves once all of its pages are kept."""
    close_old_connections()
    connection = Connection.objects.select_related("channel").filter(channel_id=channel_id).first()
    if connection is None:
        return
    marketplace = make_marketplace(connection)
    if Feature.FETCH_SETTLEMENTS not in marketplace.manifest.features:
        return
    at = read_clock()
    since = connection.settled_until - OVERLAP if connection.settled_until else at - FIRST
    page = ""
    try:
        for _ in range(MOST_PAGES):
            with calling_outside():
                told = marketplace.fetch_settlements(Window(since, at), page)
            with transaction.atomic():
                keep_settlements(channel_id=channel_id, entries=told.entries, at=at)
            if not told.next:
                break
            page = told.next
        else:
            return
    except Outside as failure:
        with transaction.atomic():
            login = isinstance(failure, Misconfigured)
            record_problem(channel_id=channel_id, problem=str(failure), login=login, at=at)
        return
    Connection.objects.filter(id=connection.id).update(settled_until=at)


@app.periodic(cron="17 */6 * * *")
@app.task(name="kontor.call_settlements", queue="sweep", queueing_lock="call_settlements")
def call_settlements(timestamp: int) -> None:
    """Four times a day: fetch what every working channel booked."""
    close_old_connections()
    able = [
        code for code, found in list_connectors().items()
        if found.kind == "marketplace" and found.manifest and Feature.FETCH_SETTLEMENTS in found.manifest.features
    ]  # fmt: skip
    rows = Connection.objects.filter(state=ConnectionState.ACTIVE, channel__active=True, connector__in=able)
    for channel_id in rows.values_list("channel_id", flat=True):
        call_settle(channel_id)
