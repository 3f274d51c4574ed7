"""One verb for many rows: what there is, what each would refuse, and how a job works through its rows.

A row is done in a transaction of its own, together with the note that it is done: a worker that dies repeats nothing and leaves
nothing out.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kontor.flows.errors import NoMate, RowFailed, StaysReleased, StillWaits
from kontor.flows.waiting import set_going
from kontor.flows.warehouse.cancellation import cancel_whole_order, recall_from_warehouse, stop_order
from kontor.flows.warehouse.merging import is_merged, list_mergeable, merge_orders
from kontor.kernel.actor import Actor, read_actor
from kontor.kernel.errors import KontorError, Refused
from kontor.orders.public import (
    HoldReason,
    OrderFacts,
    OrderState,
    get_order_row,
    is_held_for,
    judge_step,
    lift_hold,
    lock_orders,
    look_at_orders,
    release_orders,
    tag_order,
    write_note,
)
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


@dataclass(frozen=True, slots=True)
class Chosen:
    """A row that a verb works on: its id, what the form told, and which others were chosen with it."""

    key: int
    facts: Mapping[str, Any]
    others: frozenset[int]


Judge = Callable[[Sequence[int]], dict[int, Refused]]


@dataclass(frozen=True, slots=True)
class BulkWork:
    """What a verb does to a row (False: there was nothing to do), what it would refuse, and the verb that takes it back."""

    work: Callable[[Chosen, datetime, Actor], bool | None]
    judge: Judge | None = None
    undo: str = ""


def _judged(verb_of: Callable[[OrderFacts], str]) -> Judge:
    """Judge orders by the guards of their lifecycle."""

    def judge(order_ids: Sequence[int]) -> dict[int, Refused]:
        facts = look_at_orders(order_ids)
        found = {key: judge_step(verb_of(order), order) for key, order in facts.items()}
        return {key: refusal for key, refusal in found.items() if refusal is not None}

    return judge


def _hold_verb(order: OrderFacts) -> str:
    return {OrderState.RELEASED: "recall_order", OrderState.HELD: "lift_hold"}.get(
        OrderState(order.state), "hold_order"
    )


def _judge_hold(order_ids: Sequence[int]) -> dict[int, Refused]:
    facts = {key: it for key, it in look_at_orders(order_ids).items() if it.state != OrderState.HELD}
    found = {key: judge_step(_hold_verb(order), order) for key, order in facts.items()}
    return {key: refusal for key, refusal in found.items() if refusal is not None}


def _release(it: Chosen, at: datetime, by: Actor) -> None:
    release_orders(order_ids=[it.key], at=at, by=by)


def _hold(it: Chosen, at: datetime, by: Actor) -> bool:
    reason, note = str(it.facts.get("reason", HoldReason.MANUAL)), str(it.facts.get("note", ""))
    lock_orders([it.key])
    if is_held_for(it.key, reason):
        return False
    if not stop_order(order_id=it.key, reason=reason, note=note, at=at, by=by):
        raise StaysReleased(order=it.key)
    return True


def _lift(it: Chosen, at: datetime, by: Actor) -> None:
    lift_hold(order_id=it.key, reason=str(it.facts.get("reason", HoldReason.MANUAL)), at=at, by=by)


def _cancel(it: Chosen, at: datetime, by: Actor) -> None:
    cancel_whole_order(order_id=it.key, reason=str(it.facts.get("reason", "other")), at=at, by=by)


def _recall(it: Chosen, at: datetime, by: Actor) -> None:
    recall_from_warehouse(order_id=it.key, at=at, by=by)


def _tag(it: Chosen, at: datetime, by: Actor) -> bool:
    lock_orders([it.key])
    tag, kept = str(it.facts.get("tag", "")), get_order_row(it.key).tags
    if tag in kept:
        return False
    tag_order(order_id=it.key, tags=[*kept, tag], at=at, by=by)
    return True


def _untag(it: Chosen, at: datetime, by: Actor) -> bool:
    lock_orders([it.key])
    tag, kept = str(it.facts.get("tag", "")), get_order_row(it.key).tags
    if tag not in kept:
        return False
    tag_order(order_id=it.key, tags=[word for word in kept if word != tag], at=at, by=by)
    return True


def _note(it: Chosen, at: datetime, by: Actor) -> None:
    write_note(order_id=it.key, text=str(it.facts.get("text", "")), at=at, by=by)


def _merge(it: Chosen, at: datetime, by: Actor) -> bool:
    mates = [other.id for other in list_mergeable(it.key) if other.id in it.others]
    if not mates and not is_merged(it.key):
        raise NoMate(order=it.key)
    if mates:
        merge_orders(order_ids=[it.key, *mates], at=at, by=by)
    return bool(mates)


def _again(kind: str) -> BulkWork:
    def work(it: Chosen, at: datetime, by: Actor) -> None:
        if not set_going(kind=kind, id_=it.key, at=at, by=by):
            raise StillWaits

    return BulkWork(work)


# What can be done to many rows, by grid and verb.
WORKS: Mapping[str, Mapping[str, BulkWork]] = {
    "orders": {
        "release": BulkWork(_release, _judged(lambda it: "release_orders"), undo="recall"),
        "recall": BulkWork(_recall, _judged(lambda it: "recall_order"), undo="release"),
        "hold": BulkWork(_hold, _judge_hold, undo="lift"),
        "lift": BulkWork(_lift, undo="hold"),
        "cancel": BulkWork(_cancel, _judged(lambda it: "cancel_order")),
        "tag": BulkWork(_tag, undo="untag"),
        "untag": BulkWork(_untag, undo="tag"),
        "note": BulkWork(_note),
        "merge": BulkWork(_merge),
    },
    "failed": {"again": _again("news")},
    "inbox": {"again": _again("message")},
    "told": {"again": _again("told")},
    "mails": {"again": _again("mail")},
}


def judge_rows(*, grid: str, verb: str, keys: Sequence[int]) -> dict[int, Refused] | None:
    """Return which rows a verb would refuse now, and why; None where that shows only when it is tried."""
    judge = WORKS[grid][verb].judge
    return None if judge is None else judge(keys)


def call_bulk_job(*, job_id: int, facts: Mapping[str, Any], at: datetime, by: Actor) -> bool:
    """A job that somebody has looked at begins, with what he told; pressed twice it begins once. Returns whether it did now."""
    begun = start_bulk_job(job_id, facts=facts, at=at, by=by)
    if begun:
        call_bulk(job_id)
    return begun


def repeat_bulk_job(*, job_id: int, outcome: str = REFUSED, at: datetime, by: Actor) -> int:
    """What a job refused is tried again, or what it was stopped before is done, and nothing else. Returns how many rows."""
    found = repeat_rows(job_id, outcome=outcome, at=at, by=by)
    if found:
        call_bulk(job_id)
    return found


def undo_bulk_job(*, job: BulkJobRow, at: datetime, by: Actor) -> int:
    """What a job did is taken back by the verb that undoes it, as a job of its own. Returns that job's id."""
    verb = WORKS[job.grid][job.verb].undo
    rows = [(it.key, it.name) for it in list_bulk_results(job.id, outcome=DONE, most=MOST_ROWS)]
    undoing = open_bulk_job(
        grid=job.grid, verb=verb, rows=rows, undoes=job.id, at=at, by=by
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
        if not _do_next(job_id, lambda key, at: work(Chosen(key, job.facts, others), at, by), clock):
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


def _do_next(job_id: int, work: Callable[[int, datetime], bool | None], clock: Callable[[], datetime]) -> bool:
    """Do the next row; False where none is left."""
    with transaction.atomic():
        row = take_next_row(job_id)
        if row is None:
            return False
        outcome, reason = DONE, ""
        try:
            with transaction.atomic():
                if work(row.key, clock()) is False:
                    outcome = SAME
        except KontorError as refusal:
            outcome, reason = REFUSED, _reason_of(refusal)
        except Exception as fault:
            # One row that meets a fault of ours stops no other; where the house is in trouble, all wait.
            if is_house_trouble(fault):
                raise
            log.exception("row %s of bulk job %s", row.key, job_id)
            outcome, reason = REFUSED, str(RowFailed())
        record_result(row.id, outcome=outcome, reason=reason, at=clock())
    return True
