"""One verb for many rows: what there is, what each would refuse, and how a job works through its rows.

A row is done in a transaction of its own, together with the note that it is done: a worker that dies repeats nothing and leaves
nothing out.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from kontor.flows.bulk.works import WORKS, Chosen, Done
from kontor.flows.errors import RowFailed
from kontor.kernel.actor import Actor, read_actor
from kontor.kernel.errors import KontorError, Refused
from kontor.platform.keep.bulk_jobs import (
    DONE,
    MOST_ROWS,
    REFUSED,
    SAME,
    BulkJobRow,
    end_bulk_job,
    get_bulk_job,
    list_bulk_keys,
    list_bulk_results,
    open_bulk_job,
    record_result,
    repeat_rows,
    start_bulk_job,
    take_next_row,
)
from kontor.platform.post.jobs import call_bulk
from kontor.platform.sql.blame import is_house_trouble

log = logging.getLogger("kontor.bulk")

# A job works so long before it lets others have the worker.
SLICE_S = 10.0


def judge_rows(*, grid: str, verb: str, keys: Sequence[int]) -> dict[int, Refused] | None:
    """Return which rows a verb would refuse now, and why; None where that shows only when it is tried."""
    judge = WORKS[grid][verb].judge
    return None if judge is None else judge(keys)


def call_bulk_job(*, job_id: int, facts: Mapping[str, Any], at: datetime, by: Actor) -> bool:
    """A job that somebody has looked at begins, with what he told; pressed twice it begins once. Returns whether it did now."""
    begun = start_bulk_job(job_id, facts=facts, at=at, by=by)
    if begun:
        call_bulk(job_id, first=True)
    return begun


def repeat_bulk_job(*, job_id: int, outcome: str = REFUSED, at: datetime, by: Actor) -> int:
    """What a job refused is tried again, or what it was stopped before is done, and nothing else. Returns how many rows."""
    found = repeat_rows(job_id, outcome=outcome, at=at, by=by)
    if found:
        call_bulk(job_id, first=True)
    return found


def undo_bulk_job(*, job: BulkJobRow, at: datetime, by: Actor) -> int:
    """What a job did is taken back by the verb that undoes it, as a job of its own. Returns that job's id."""
    verb = WORKS[job.grid][job.verb].undo
    done = list_bulk_results(job.id, outcome=DONE, most=MOST_ROWS)
    # The last one first: what a row built on what another one did, goes before that.
    done.reverse()
    undoing = open_bulk_job(
        grid=job.grid, verb=verb, rows=[(it.key, it.name) for it in done], told=[it.kept for it in done], undoes=job.id,
        at=at, by=by,
    )  # fmt: skip
    call_bulk_job(job_id=undoing, facts=job.facts, at=at, by=by)
    return undoing


def may_undo(job: BulkJobRow) -> bool:
    """Whether a job can be taken back: its verb has one that does, it did something, and nobody has taken it back yet."""
    return bool(job.ended_at and job.done and job.undone_by is None and WORKS[job.grid][job.verb].undo)


def run_part(job_id: int, *, clock: Callable[[], datetime]) -> None:
    """Work on the rows of a job, each in a transaction of its own, for a while; call for the rest."""
    job = get_bulk_job(job_id)
    if job is None:
        return
    others, until = frozenset(list_bulk_keys(job_id)), time.monotonic() + SLICE_S
    work, by = WORKS[job.grid][job.verb].work, read_actor(job.asked_by)
    while time.monotonic() < until:
        if not _do_next(job_id, lambda key, told, at: work(Chosen(key, job.facts, others, told), at, by), clock):
            with transaction.atomic():
                end_bulk_job(job_id, at=clock())
            return
    with transaction.atomic():
        call_bulk(job_id)


# What a refusal knows of the one row it met, and what would keep like ones apart.
_OF_THE_ROW = frozenset({"order", "orders", "state", "verb", "line", "asked", "open", "holds"})


def _reason_of(refusal: KontorError) -> str:
    """Return why a row was refused, so that rows that were refused alike say the same."""
    facts = ", ".join(f"{name}={value}" for name, value in refusal.facts.items() if name not in _OF_THE_ROW)
    return f"{refusal.message} ({facts})" if facts else refusal.message


def _do_next(
    job_id: int, work: Callable[[int, Mapping[str, Any], datetime], Done], clock: Callable[[], datetime]
) -> bool:
    """Do the next row; False where none is left."""
    with transaction.atomic():
        row = take_next_row(job_id)
        if row is None:
            return False
        outcome, reason, done = DONE, "", None
        try:
            with transaction.atomic():
                done = work(row.key, row.told, clock())
                if done is False:
                    outcome = SAME
        except KontorError as refusal:
            outcome, reason = REFUSED, _reason_of(refusal)
        except Exception as fault:
            # One row that meets a fault of ours stops no other; where the house is in trouble, all wait.
            if is_house_trouble(fault):
                raise
            log.exception("row %s of bulk job %s", row.key, job_id)
            outcome, reason = REFUSED, str(RowFailed())
        before = done if isinstance(done, Mapping) else None
        record_result(row.id, outcome=outcome, reason=reason, kept=before, at=clock())
    return True
