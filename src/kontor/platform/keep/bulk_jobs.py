"""One verb for many rows: asked for, worked on in parts, each row with what came of it, repeated, taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count

from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.models import BulkJob, BulkRow
from kontor.platform.sql.bulk import insert_rows

# What came of a row: done; nothing had to be done, so that nothing is taken back; refused; not reached before the job was
# stopped.
DONE, SAME, REFUSED, LEFT = "done", "same", "refused", "left"
# More rows than this are no selection any more: narrow it.
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class BulkJobRow:
    """A bulk job and how far it is. ``undone_by``: the job that took it back."""

    id: int
    grid: str
    verb: str
    facts: Mapping[str, Any]
    undoes: int | None
    undone_by: int | None
    asked_at: datetime
    asked_by: str
    started_at: datetime | None
    ended_at: datetime | None
    stopped_at: datetime | None
    total: int
    done: int
    same: int
    refused: int

    @property
    def left(self) -> int:
        """Return how many rows nobody has worked on."""
        return self.total - self.done - self.same - self.refused

    @property
    def percent(self) -> int:
        """Return how far it is."""
        return 100 if not self.total else 100 * (self.total - self.left) // self.total


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What came of a row."""

    key: int
    name: str
    outcome: str
    reason: str
    told: Mapping[str, Any] = field(default_factory=dict)
    kept: Mapping[str, Any] = field(default_factory=dict)


def open_bulk_job(
    *,
    grid: str,
    verb: str,
    rows: Sequence[tuple[int, str]],
    told: Sequence[Mapping[str, Any]] | None = None,
    undoes: int | None = None,
    at: datetime,
    by: Actor,
) -> int:
    """Write down what is to be done to which rows (id, name), with what each of them is ``told``; nothing is done yet.

    Returns the job's id.
    """
    job = BulkJob.objects.create(grid=grid, verb=verb, facts={}, undoes_id=undoes, asked_at=at, asked_by=str(by))
    keys = [key for key, _name in rows]
    insert_rows(
        BulkRow,
        {
            "job": job.id, "key": keys, "name": [name[:80] for _key, name in rows],
            "told": [json.dumps(it) for it in told] if told is not None else "{}",
        },
    )  # fmt: skip
    return int(job.id)


def lock_bulk_job(job_id: int) -> None:
    """Nobody else presses a button of this job until the transaction ends."""
    list(BulkJob.objects.select_for_update(no_key=True).filter(id=job_id))


def get_bulk_job(job_id: int) -> BulkJobRow | None:
    """Return a job and how far it is, None where there is none."""
    job = BulkJob.objects.filter(id=job_id).first()
    if job is None:
        return None
    counts = dict(
        BulkRow.objects.filter(job=job).values_list("outcome").annotate(rows=Count("id")).order_by()
    )  # fmt: skip
    undone_by = BulkJob.objects.filter(undoes=job).values_list("id", flat=True).first()
    return BulkJobRow(
        job.id, job.grid, job.verb, dict(job.facts), job.undoes_id, undone_by, job.asked_at, job.asked_by, job.started_at,
        job.ended_at, job.stopped_at, sum(counts.values()), counts.get(DONE, 0), counts.get(SAME, 0),
        counts.get(REFUSED, 0),
    )  # fmt: skip


def list_bulk_jobs(*, most: int) -> list[BulkJobRow]:
    """Return the newest jobs that were begun."""
    ids = BulkJob.objects.filter(started_at__isnull=False).order_by("-id").values_list("id", flat=True)[:most]
    return [found for job_id in ids if (found := get_bulk_job(job_id)) is not None]


def list_bulk_results(job_id: int, *, outcome: str, most: int) -> list[BulkResult]:
    """Return the rows of a job with an outcome, in their order."""
    rows = BulkRow.objects.filter(job_id=job_id, outcome=outcome).order_by("id")[:most]
    return [BulkResult(it.key, it.name, it.outcome, it.reason, it.told, it.kept) for it in rows]


def list_results_after(job_id: int, row_id: int, *, outcome: str | None, most: int) -> list[tuple[int, BulkResult]]:
    """Return what came of the rows of a job, each with its own id, behind the one that was seen last."""
    rows = BulkRow.objects.filter(job_id=job_id, id__gt=row_id)
    narrowed = rows if outcome is None else rows.filter(outcome=outcome)
    return [(it.id, BulkResult(it.key, it.name, it.outcome, it.reason)) for it in narrowed.order_by("id")[:most]]


def list_bulk_keys(job_id: int, *, outcome: str | None = None) -> list[int]:
    """Return the rows of a job, or those with an outcome, by their ids."""
    rows = BulkRow.objects.filter(job_id=job_id)
    narrowed = rows if outcome is None else rows.filter(outcome=outcome)
    return list(narrowed.order_by("id").values_list("key", flat=True))


def count_reasons(job_id: int) -> list[tuple[str, int]]:
    """Return why rows were refused, the commonest reason first."""
    rows = BulkRow.objects.filter(job_id=job_id, outcome=REFUSED).values_list("reason")
    return list(rows.annotate(rows=Count("id")).order_by("-rows", "reason"))


def start_bulk_job(job_id: int, *, facts: Mapping[str, Any], at: datetime, by: Actor) -> bool:
    """A job begins once, however often somebody presses, and in the name of who began it. Returns whether it did now."""
    begun = {"started_at": at, "facts": dict(facts), "asked_by": str(by)}
    return bool(BulkJob.objects.filter(id=job_id, started_at=None).update(**begun))


def stop_bulk_job(job_id: int, *, at: datetime, by: Actor) -> bool:
    """A job that runs ends before its next row; what is done stays done. Returns whether it ran."""
    running = BulkJob.objects.filter(id=job_id, started_at__isnull=False, ended_at=None)
    stopped = bool(running.update(stopped_at=at, ended_at=at))
    if stopped:
        BulkRow.objects.filter(job_id=job_id, outcome="").update(outcome=LEFT)
        record_changes(subject="bulk_job", verb="stop_bulk_job", changes=[Change(job_id, None, None)], at=at, by=by)
    return stopped


def repeat_rows(job_id: int, *, outcome: str, at: datetime, by: Actor) -> int:
    """The rows of a job with an outcome (refused, left out) are worked on again, and no other. Returns how many."""
    found = BulkRow.objects.filter(job_id=job_id, outcome=outcome).update(outcome="", reason="", at=None)
    if found:
        BulkJob.objects.filter(id=job_id).update(ended_at=None, stopped_at=None)
        told = {"quantity": found}
        record_changes(subject="bulk_job", verb="repeat_rows", changes=[Change(job_id, None, told)], at=at, by=by)
    return found


def take_next_row(job_id: int) -> BulkRow | None:
    """Lock and return the next row of a job that nobody has worked on, None where none is left or the job was stopped."""
    if not BulkJob.objects.filter(id=job_id, ended_at=None, started_at__isnull=False).exists():
        return None
    rows = BulkRow.objects.select_for_update(no_key=True).filter(job_id=job_id, outcome="")
    return rows.order_by("id").first()


def record_result(
    row_id: int, *, outcome: str, reason: str, kept: Mapping[str, Any] | None = None, at: datetime
) -> None:
    """Write down what came of a row, and what was before (``kept``)."""
    BulkRow.objects.filter(id=row_id).update(outcome=outcome, reason=reason, kept=dict(kept or {}), at=at)


def end_bulk_job(job_id: int, *, at: datetime) -> None:
    """A job has ended once no row of it is left."""
    if not BulkRow.objects.filter(job_id=job_id, outcome="").exists():
        BulkJob.objects.filter(id=job_id, ended_at=None).update(ended_at=at)
