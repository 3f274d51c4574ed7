"""Jobs of the platform: deliver news, put stalled jobs back, forget what is old."""

from __future__ import annotations

import logging

from django.db import close_old_connections, transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from kontor.kernel.clock import read_clock
from kontor.platform.keep.files import remove_forgotten
from kontor.platform.keep.retention import end_sessions, forget_some
from kontor.platform.post.deliveries import deliver
from kontor.platform.post.jobs import AHEAD, UntilItGoes, lift_waiting
from kontor.platform.post.outbox import DELIVER_TASK, NEWS_QUEUE
from kontor.platform.sql.bulk import execute

log = logging.getLogger("kontor.jobs")

# Three missed heartbeats of ten seconds: the worker is dead, not slow.
STALLED_AFTER_S = 30


@app.task(name=DELIVER_TASK, queue=NEWS_QUEUE, retry=UntilItGoes())
def deliver_news(listener: str, event_ids: list[int]) -> None:
    """Hand a bundle of events to one listener."""
    close_old_connections()
    deliver(listener, event_ids)


# What looks after the queue goes before all that waits in it.
@app.periodic(cron="* * * * *", priority=AHEAD)
@app.task(name="kontor.lift_waiting", queue="sweep", queueing_lock="lift_waiting")
def lift_waiting_jobs(timestamp: int) -> None:
    """Each minute: what has let news go before for long enough is next."""
    close_old_connections()
    with transaction.atomic():
        lift_waiting(read_clock())


@app.periodic(cron="* * * * *", priority=AHEAD)
@app.task(name="kontor.sweep_stalled_jobs", queue="sweep", queueing_lock="sweep_stalled_jobs", pass_context=True)
async def sweep_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Put jobs of dead workers back into the queue: after kill -9 nothing else does. No single job ends the sweep."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_S):
        await _put_back(manager, job)
    await manager.prune_stalled_workers(STALLED_AFTER_S)


async def _put_back(manager: JobManager, job: Job) -> None:
    """Let a job be done again. One whose twin waits already is dropped: the twin does its work, and two of one queueing lock
    cannot wait.
    """
    try:
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            await manager.finish_job_by_id_async(job_id=job.id or 0, status=Status.ABORTED, delete_job=True)
    except ConnectorException:
        log.exception("job %s of a dead worker could not be put back; the next sweep tries again", job.id)


@app.periodic(cron="29 3 * * *")
@app.task(name="kontor.forget_old", queue="clock", queueing_lock="forget_old")
def forget_old(timestamp: int) -> None:
    """Each night: forget what the settings no longer keep, a few thousand rows in a transaction."""
    close_old_connections()
    end_sessions()
    left = True
    while left:
        with transaction.atomic():
            execute("SET LOCAL statement_timeout = '5min'")
            left = forget_some(read_clock())
    remove_forgotten(read_clock())
