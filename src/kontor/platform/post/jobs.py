"""Jobs that need to wait in the queue only once, however often they are called for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.types import JSONValue

from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.blame import is_house_trouble
from kontor.platform.sql.bulk import execute, select_as, select_rows

# What waits once under its key is never many: it goes before the news of a burst of orders, which would hold it up for minutes.
AHEAD = 10
# What may take an hour goes behind the news, which somebody waits for.
BEHIND = -10


def defer_once(
    task: str,
    *,
    queue: str,
    key: str,
    lock: str = "",
    wait: timedelta | None = None,
    priority: int = AHEAD,
    **arguments: JSONValue,
) -> bool:
    """Call for a job in the caller's transaction, unless one of the same key waits already; they run one at a time, as do all
    others of the same ``lock``.

    Returns whether a new one was put into the queue.
    """
    options = {"schedule_in": {"seconds": int(wait.total_seconds())}} if wait else {}
    try:
        with transaction.atomic():  # the unique index may refuse; that must not end the caller's transaction
            app.configure_task(
                task,
                queue=queue,
                queueing_lock=key,
                lock=lock or key,
                priority=priority,
                **options,  # type: ignore[arg-type]
            ).defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True


# What failed for good, what no worker has finished though its heart stopped, and what waits longer than anything should.
_STUCK = """
SELECT job.id, job.task_name AS task, job.queue_name AS queue, job.status::text AS state, job.attempts, told.at AS since
  FROM procrastinate_jobs job
  JOIN LATERAL (SELECT max(at) AS at FROM procrastinate_events WHERE job_id = job.id AND type <> 'scheduled') told ON true
 WHERE job.status = 'failed' OR (job.status = 'doing' AND told.at < %(late)s)
    OR (job.status = 'todo' AND greatest(told.at, job.scheduled_at) < %(late)s)
 ORDER BY job.id DESC LIMIT %(most)s
"""
_AGAIN = "UPDATE procrastinate_jobs SET status = 'todo', attempts = 0 WHERE id = %s AND status = 'failed'"
LATE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class StuckJob:
    """A job that failed, or that nobody works on. ``state``: failed, doing, todo."""

    id: int
    task: str
    queue: str
    state: str
    attempts: int
    since: datetime


def list_stuck_jobs(at: datetime, *, most: int = 200) -> list[StuckJob]:
    """Return the jobs that wait for somebody, the newest first."""
    return select_as(StuckJob, _STUCK, {"late": at - LATE, "most": most})


# What comes by the clock each minute and was not called for so long: no worker runs.
STILL_AFTER = timedelta(minutes=5)


def find_standstill(task: str, at: datetime) -> datetime | None:
    """Return since when a job that comes each minute came no more, None where it does. A house that no worker ever ran in is only
    being set up. Who stands still cannot tell it: ask whenever somebody opens a page.
    """
    # One that waits behind a burst of orders is not called for again: whether a worker lives is seen by its heartbeat.
    [(called, alive)] = select_rows(
        "SELECT (SELECT to_timestamp(max(defer_timestamp)) FROM procrastinate_periodic_defers WHERE task_name = %s),"
        " EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > %s)",
        [task, at - STILL_AFTER],
    )
    return called if called is not None and called < at - STILL_AFTER and not alive else None


def run_again(*, job_id: int, at: datetime, by: Actor) -> bool:
    """A job that failed is put back into the queue, because somebody says so. Returns whether it was; where one of the same key
    waits already, that one does its work and this one goes.
    """
    try:
        with transaction.atomic():
            found = execute(_AGAIN, [job_id])
    except IntegrityError:
        found = execute("DELETE FROM procrastinate_jobs WHERE id = %s AND status = 'failed'", [job_id])
    if found:
        record_changes(subject="job", verb="run_again", changes=[Change(job_id, None, None)], at=at, by=by)
    return bool(found)


def defer_job(task: str, *, queue: str, **arguments: JSONValue) -> None:
    """Call for a job in the caller's transaction."""
    app.configure_task(task, queue=queue).defer(**arguments)


# Trouble of the house ends: what met it is tried until it does, at most so many seconds apart.
LONGEST_WAIT_S = 300
MOST_TRIES = 10


class UntilItGoes(BaseRetryStrategy):
    """Trouble of the house is waited out, however long it lasts; anything else is tried ten times."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return when the job is tried again."""
        if not is_house_trouble(exception) and job.attempts + 1 >= MOST_TRIES:
            return None
        return RetryDecision(retry_in={"seconds": min(LONGEST_WAIT_S, 2 ** min(job.attempts + 1, 10))})


BULK_TASK = "kontor.run_bulk_job"


ORDERS_IMPORT_TASK = "kontor.import_orders"


def call_orders_import(import_id: int, *, key: str) -> None:
    """Call for the work on a file of orders; it lets all news go before. ``key``: by what the same file is known, which no two
    workers take in at once.
    """
    defer_once(ORDERS_IMPORT_TASK, queue="bulk", key=f"import:{key}", priority=BEHIND, import_id=import_id)


def call_bulk(job_id: int, *, first: bool = False) -> None:
    """Call for the work on a bulk job; it waits once, however often it is called for. Its ``first`` part goes before all news,
    for somebody looks on and most jobs are done with it; the rest lets them go before, but not without end (lift_waiting).
    """
    defer_once(BULK_TASK, queue="bulk", key=f"bulk:{job_id}", priority=AHEAD if first else BEHIND, job_id=job_id)


# What lets all news go before does so no longer than this: a burst that never ends would hold it up for ever.
LIFTED_AFTER = timedelta(minutes=1)
_LIFT = """
UPDATE procrastinate_jobs job SET priority = %(ahead)s
 WHERE job.status = 'todo' AND job.priority < 0
   AND greatest((SELECT max(at) FROM procrastinate_events told WHERE told.job_id = job.id), job.scheduled_at) < %(since)s
"""


def lift_waiting(at: datetime) -> int:
    """What let news go before for long enough goes before them. Returns how many jobs do."""
    return execute(_LIFT, {"ahead": AHEAD, "since": at - LIFTED_AFTER})


LIST_TASK = "kontor.mail_list"


def call_list_mail(list_mail_id: int, *, slot: datetime) -> None:
    """Call for the mails of a list for one of its times; they let all news go before."""
    key = f"list:{list_mail_id}:{slot:%Y%m%d%H%M}"
    defer_once(
        LIST_TASK, queue="bulk", key=key, priority=BEHIND, list_mail_id=list_mail_id, slot=slot.isoformat()
    )  # fmt: skip
