"""A worker that was killed leaves its job behind; the sweep puts it back, and it is done once."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from procrastinate.contrib.django import app

from kontor.kernel.clock import read_clock
from kontor.orders.tables import Order
from kontor.platform.post.jobs import AHEAD, BEHIND, call_bulk, defer_once, lift_waiting
from kontor.platform.sql.bulk import select_rows
from kontor.platform.tasks import sweep_stalled_jobs
from processes import run

pytestmark = pytest.mark.django_db(transaction=True)


def jobs(status: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = %s::procrastinate_job_status", [status])
        return int(cursor.fetchone()[0])


def drain() -> None:
    """Let a worker of its own do every job that waits."""
    run(sys.executable, "-m", "kontor.cli.main", "worker", "--drain")


def leave_behind() -> None:
    """Make every waiting job look as if a worker that is dead for a minute had taken it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE status = 'todo'", [worker])


async def _sweep() -> None:
    await sweep_stalled_jobs.func(SimpleNamespace(app=app), 0)
    await sync_to_async(connections.close_all)()


def sweep() -> None:
    asyncio.run(_sweep())


def task_names(status: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name FROM procrastinate_jobs WHERE status = %s::procrastinate_job_status ORDER BY id", [status]
        )
        return [row[0] for row in cursor.fetchall()]


class TestSweep:
    def test_puts_the_jobs_of_a_dead_worker_back_and_they_are_done(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        leave_behind()
        taken = jobs("doing")
        assert taken > 0
        assert jobs("todo") == 0  # nobody would ever look at them again
        sweep()
        assert jobs("doing") == 0
        assert jobs("todo") >= taken  # beside them what the clock defers
        drain()

        assert Order.objects.get(id=order.id).state == "RELEASED"

    def test_lets_nothing_wait_behind_news_for_ever(self, real_shop):
        call_bulk(7)
        call_bulk(8, first=True)
        order = "SELECT priority FROM procrastinate_jobs WHERE task_name = 'kontor.run_bulk_job' ORDER BY id"
        assert select_rows(order, []) == [(BEHIND,), (AHEAD,)]

        assert lift_waiting(read_clock()) == 0
        assert lift_waiting(read_clock() + timedelta(minutes=2)) == 1

        assert select_rows(order, []) == [(AHEAD,), (AHEAD,)]

    def test_is_not_stopped_by_jobs_whose_twins_wait_already(self, real_shop):
        """The case of production: a clock that ticks every two seconds and a publication are taken when the worker is killed;
        both are called for again before anybody notices. They cannot wait twice, and must not hold up the news behind them.
        """
        defer_once("kontor.publish_offers", queue="channels", key="publish:5", channel_id=5)
        app.configure_task("kontor.tick_channels", queue="clock", queueing_lock="tick_channels").defer(timestamp=0)
        real_shop.place((1, "LAMP"))
        leave_behind()
        left = task_names("doing")
        defer_once("kontor.publish_offers", queue="channels", key="publish:5", channel_id=5)
        app.configure_task("kontor.tick_channels", queue="clock", queueing_lock="tick_channels").defer(timestamp=1)

        sweep()

        assert {"kontor.publish_offers", "kontor.tick_channels"} < set(left)
        assert jobs("doing") == 0
        assert sorted(task_names("todo")) == sorted(left)
