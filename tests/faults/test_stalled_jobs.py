"""A worker that was killed leaves its job behind; the sweep puts it back, and it is done once."""

from __future__ import annotations

import asyncio
import sys
from types import SimpleNamespace

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections
from procrastinate.contrib.django import app

from kontor.orders.public import Order
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


class TestSweep:
    def test_puts_the_jobs_of_a_dead_worker_back_and_they_are_done(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        leave_behind()
        taken = jobs("doing")
        assert taken > 0
        assert jobs("todo") == 0  # nobody would ever look at them again

        async def sweep() -> None:
            await sweep_stalled_jobs.func(SimpleNamespace(app=app), 0)
            await sync_to_async(connections.close_all)()

        asyncio.run(sweep())
        assert jobs("doing") == 0
        assert jobs("todo") >= taken  # beside them what the clock defers
        drain()

        assert Order.objects.get(id=order.id).state == "RELEASED"
