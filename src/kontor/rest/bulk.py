"""One verb for many rows: judged first, then a job with its progress and what came of each row; repeated, stopped, taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from kontor.access.public import NotAllowed
from kontor.channels.ports import Text
from kontor.flows.bulk.running import call_bulk_job, judge_rows, may_undo, repeat_bulk_job, undo_bulk_job
from kontor.flows.errors import JobOver
from kontor.flows.imports.tables.running import list_rights_of
from kontor.kernel.actor import Actor
from kontor.kernel.errors import NotFound, Refused
from kontor.platform.keep.bulk_jobs import (
    DONE,
    LEFT,
    MOST_ROWS,
    REFUSED,
    SAME,
    BulkJobRow,
    get_bulk_job,
    list_results_after,
    lock_bulk_job,
    open_bulk_job,
    stop_bulk_job,
)
from kontor.rest.auth import holder_of, require
from kontor.rest.finding import QueryWrong, Question, VerbTold, finder
from kontor.rest.lists import LISTS, RowList, list_named
from kontor.rest.once import do_once
from kontor.rest.schemas import After, Body, Limit, is_row

router = Router(tags=["bulk"])

# So many rows are judged while somebody waits.
MOST_JUDGED = 20_000
Outcome = Literal["done", "same", "refused", "left", "waiting"]
_OUTCOMES: dict[Outcome, str] = {"done": DONE, "same": SAME, "refused": REFUSED, "left": LEFT, "waiting": ""}


class NoRows(Refused):
    """No row is meant by this."""

    code = "request.no_rows"


class JobUnknown(NotFound):
    """There is no such bulk job."""

    code = "request.job_unknown"


class BulkIn(Body):
    """What is to be done to which rows of a list: those named in ``rows`` (an order by its uuid, others by their id), or all
    that meet the conditions of ``where``; ``reason`` and ``text`` as `GET /lists/{name}` says of the verb.
    """

    of: Annotated[str, Field(max_length=40, examples=["orders"])]
    verb: Annotated[str, Field(max_length=40, examples=["release"])]
    rows: Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=MOST_ROWS)] | None = None
    where: dict[str, Annotated[str, Field(max_length=2000)]] | None = None
    reason: Annotated[str, Field(max_length=40)] = ""
    text: Text = ""


class RefusalOut(Schema):
    """A row that a verb refuses, and why."""

    row: str
    code: str
    reason: str


class JudgementOut(Schema):
    """How many rows a verb fits, and which it refuses; ``judged``: false where that shows only when it is done."""

    rows: int
    judged: bool
    refused: list[RefusalOut]


class JobOut(Schema):
    """A bulk job and how far it is. ``undone_by``: the job that takes it back."""

    job: int
    of: str
    verb: str
    rows: int
    done: int
    same: int
    refused: int
    waiting: int
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    stopped_at: datetime | None
    may_be_undone: bool
    undone_by: int | None


class ResultOut(Schema):
    """What came of a row. ``outcome``: done, same (there was nothing to do), refused with the reason, left, waiting."""

    id: int
    row: str
    outcome: Outcome
    reason: str


class ResultPage(Schema):
    """A page of results; ``next`` goes into ``after`` of the next request, null on the last page."""

    results: list[ResultOut]
    next: str | None


@router.post("/bulk/judge", response=JudgementOut)
def judge(request: HttpRequest, asked: BulkIn) -> JudgementOut:
    """Return what a verb would refuse of these rows, and do nothing."""
    told, verb = _open(request, asked)
    rows = _rows_of(request, told, asked)
    refusals = judge_rows(grid=told.grid, verb=verb.name, keys=[key for key, _name in rows[:MOST_JUDGED]])
    names = dict(rows)
    refused = [
        RefusalOut(row=names[key], code=it.code, reason=it.message) for key, it in (refusals or {}).items() if key in names
    ]  # fmt: skip
    return JudgementOut(rows=len(rows), judged=refusals is not None and len(rows) <= MOST_JUDGED, refused=refused)


@router.post("/bulk", response={202: JobOut})
def begin(request: HttpRequest, asked: BulkIn) -> HttpResponse:
    """Begin a job that does a verb to each of these rows; one that is refused does not stop the others."""
    told, verb = _open(request, asked)
    by = require(request, verb.right)
    facts = _facts_of(verb, asked)

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        job = open_bulk_job(grid=told.grid, verb=verb.name, rows=_rows_of(request, told, asked), at=at, by=by)
        call_bulk_job(job_id=job, facts=facts, at=at, by=by)
        return 202, _job_out(_find_job(job)).model_dump(mode="json")

    return do_once(request, by, work)


@router.get("/bulk/{job}", response=JobOut)
def show_job(request: HttpRequest, job: int) -> JobOut:
    """Return how far a job is."""
    return _job_out(_open_job(request, job)[0])


@router.get("/bulk/{job}/results", response=ResultPage)
def list_job_results(
    request: HttpRequest, job: int, outcome: Outcome | None = None, after: After = 0, limit: Limit = 50
) -> ResultPage:
    """Return what came of each row, in the order in which they are worked on."""
    found = _open_job(request, job)[0]
    wanted = None if outcome is None else _OUTCOMES[outcome]
    rows = list_results_after(found.id, after, outcome=wanted, most=limit)
    words = {code: word for word, code in _OUTCOMES.items()}
    results = [ResultOut(id=key, row=it.name, outcome=words[it.outcome], reason=it.reason) for key, it in rows]
    return ResultPage(results=results, next=str(rows[-1][0]) if len(rows) == limit else None)


@router.post("/bulk/{job}/{step}", response={202: JobOut})
def press(request: HttpRequest, job: int, step: Literal["repeat", "go_on", "stop", "undo"]) -> HttpResponse:
    """Try what was refused again (repeat), do what was left (go_on), end before the next row (stop), take back what was done by
    a job of its own (undo).
    """
    found, verb = _open_job(request, job)
    by = require(request, verb.right)
    for right in sorted(list_rights_of(found.id)):
        require(request, right)

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        lock_bulk_job(found.id)
        return 202, _job_out(_find_job(_STEPS[step](_find_job(found.id), at, by))).model_dump(mode="json")

    return do_once(request, by, work)


def _again(outcome: str) -> Callable[[BulkJobRow, datetime, Actor], int]:
    def work(job: BulkJobRow, at: datetime, by: Actor) -> int:
        if job.undone_by is not None or not repeat_bulk_job(job_id=job.id, outcome=outcome, at=at, by=by):
            raise JobOver
        return job.id

    return work


def _stop(job: BulkJobRow, at: datetime, by: Actor) -> int:
    if not stop_bulk_job(job.id, at=at, by=by):
        raise JobOver
    return job.id


def _undo(job: BulkJobRow, at: datetime, by: Actor) -> int:
    if job.undone_by is not None:
        return job.undone_by
    if not may_undo(job):
        raise JobOver
    return undo_bulk_job(job=job, at=at, by=by)


_STEPS = {"repeat": _again(REFUSED), "go_on": _again(LEFT), "stop": _stop, "undo": _undo}


def _open(request: HttpRequest, asked: BulkIn) -> tuple[RowList, VerbTold]:
    """Return the list and the verb that are asked for. Refuses: NotAllowed, ListUnknown, QueryWrong."""
    told = list_named(asked.of)
    if not finder().is_open(told.grid, holder_of(request).may):
        raise NotAllowed("This API key is not scoped for that.")
    verb = next((it for it in finder().list_verbs(told.grid) if it.name == asked.verb), None)
    if verb is None:
        known = ", ".join(it.name for it in finder().list_verbs(told.grid))
        raise QueryWrong(field="verb", reason=f"This list knows: {known or 'none'}.")
    require(request, verb.right)
    return told, verb


def _rows_of(request: HttpRequest, told: RowList, asked: BulkIn) -> Sequence[tuple[int, str]]:
    """Return the rows that are meant with their names. Refuses: QueryWrong, NoRows."""
    if (asked.rows is None) == (asked.where is None):
        raise QueryWrong(field="rows", reason="Name rows, or say where: one of the two.")
    if asked.rows is not None:
        keys = told.read_keys(asked.rows)
        if unknown := [text for text in asked.rows if text not in keys]:
            raise QueryWrong(field="rows", reason=f"There is no {unknown[0][:64]}.")
        rows = finder().name_rows(told.grid, sorted(set(keys.values())))
    else:
        question = Question(list((asked.where or {}).items()))
        rows = finder().choose(told.grid, question, holder_of(request).may, most=MOST_ROWS)
    if not rows:
        raise NoRows
    if len(rows) > MOST_ROWS:
        raise QueryWrong(field="where", reason=f"These are more than {MOST_ROWS} rows: narrow them.")
    return rows


def _facts_of(verb: VerbTold, asked: BulkIn) -> dict[str, str]:
    """Return what a verb is told besides its rows. Refuses: QueryWrong."""
    facts: dict[str, str] = {}
    for name, sent, taken in (("reason", asked.reason, verb.reasons), ("text", asked.text, verb.text)):
        if sent and not taken:
            raise QueryWrong(field=name, reason="This verb takes none.")
    if verb.reasons:
        if asked.reason not in verb.reasons:
            raise QueryWrong(field="reason", reason=f"One of {', '.join(verb.reasons)}.")
        facts["reason"] = asked.reason
    if verb.text:
        if len(asked.text) > verb.most or (verb.required and not asked.text.strip()):
            raise QueryWrong(field="text", reason=f"A text of 1 to {verb.most} signs goes with it.")
        facts[verb.text] = asked.text.strip()
    return facts


def _find_job(job: int) -> BulkJobRow:
    found = get_bulk_job(job)
    if found is None:
        raise JobUnknown
    return found


def _open_job(request: HttpRequest, job: int) -> tuple[BulkJobRow, VerbTold]:
    """Return a job of a verb that is open to the asker. Refuses: JobUnknown, NotAllowed."""
    found = _find_job(job) if is_row(job) else None
    told = next((it for it in LISTS.values() if found is not None and it.grid == found.grid), None)
    if found is None or told is None:
        raise JobUnknown
    verb = next((it for it in finder().list_verbs(told.grid) if it.name == found.verb), None)
    if verb is None:
        raise JobUnknown
    require(request, verb.right)
    return found, verb


def _job_out(job: BulkJobRow) -> JobOut:
    told = next(it for it in LISTS.values() if it.grid == job.grid)
    return JobOut(
        job=job.id, of=told.key, verb=job.verb, rows=job.total, done=job.done, same=job.same, refused=job.refused,
        waiting=job.left, asked_at=job.asked_at, started_at=job.started_at, ended_at=job.ended_at,
        stopped_at=job.stopped_at, may_be_undone=may_undo(job), undone_by=job.undone_by,
    )  # fmt: skip
