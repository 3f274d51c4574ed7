"""One verb for many rows of a grid: first what it would do and refuse, then a job with its progress and what came of each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.backoffice.access import act, actor_of, may, may_everywhere, needs, refuse
from kontor.backoffice.grid.registry import GRIDS
from kontor.backoffice.grid.show import Opened, open_for
from kontor.backoffice.page import show_page
from kontor.backoffice.parts.cells import money_text
from kontor.backoffice.parts.grid import BulkVerb, Grid
from kontor.backoffice.parts.list_parts import Progress, Reasons
from kontor.backoffice.parts.paging import narrow
from kontor.backoffice.reach import within
from kontor.backoffice.refusals import problem_text, refusal_text
from kontor.backoffice.typed import TypedWrong, read_ids, read_text
from kontor.flows.bulk.running import call_bulk_job, judge_rows, may_undo, repeat_bulk_job, undo_bulk_job
from kontor.flows.bulk.works import WORKS
from kontor.flows.imports.tables.running import list_rights_of
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.platform.keep.bulk_jobs import (
    DONE,
    LEFT,
    MOST_ROWS,
    REFUSED,
    BulkJobRow,
    count_reasons,
    get_bulk_job,
    list_bulk_jobs,
    list_bulk_keys,
    list_bulk_results,
    lock_bulk_job,
    open_bulk_job,
    stop_bulk_job,
)

# So many rows of a job are shown, and so many are named with a reason.
MOST_SHOWN, MOST_NAMED = 200, 8
# So few are all named before anything is done.
MOST_TOLD = 20
# More rows than this are not judged before the job: that would take longer than somebody waits.
MOST_JUDGED = 20_000
MOST_JOBS = 50


@needs("")
@require_POST
def ask(request: HttpRequest, name: str) -> HttpResponse:
    """Write down which rows somebody chose and for what, and show what would come of it."""
    sent: Any = request.POST
    opened = open_for(request, name, sent.get("query", ""))
    verb = _verb_of(opened.grid, sent.get("verb", ""))
    if not may(request, verb.right):
        raise PermissionDenied
    if sent.get("all") and opened.asked.faults:
        refuse(request, TypedWrong(" ".join(opened.asked.faults), ""))
        return redirect(opened.here(opened.asked))
    rows = _chosen(opened, verb, sent)
    if not rows:
        refuse(request, TypedWrong(_("Choose at least one row."), ""))
        return redirect(opened.here(opened.asked))
    if len(rows) > MOST_ROWS:
        most = number_format(MOST_ROWS, use_l10n=True, force_grouping=True)
        refuse(request, TypedWrong(_("These are more than %(most)s rows: narrow them first.") % {"most": most}, ""))
        return redirect(opened.here(opened.asked))
    with transaction.atomic():
        job = open_bulk_job(grid=name, verb=verb.name, rows=rows, at=read_clock(), by=actor_of(request))
    return redirect("admin:bulk_job", key=job)


def _verb_of(grid: Grid, name: str) -> BulkVerb:
    found = next((it for it in grid.bulk if it.name == name), None)
    if found is None:
        raise Http404
    return found


def _chosen(opened: Opened, verb: BulkVerb, sent: Any) -> list[tuple[int, str]]:
    """Return the rows that were ticked, or all that are asked for, in the order of their ids."""
    rows = opened.grid.rows()
    wanted = narrow(opened.grid, opened.asked) if sent.get("all") else rows.filter(id__in=read_ids(sent.getlist("id")))
    # Whoever sees more than he may change changes no more than he may.
    wanted = within(opened.request, verb.right, wanted)
    name = opened.grid.name_column
    if name == "id":
        return [(key, str(key)) for key in wanted.order_by("id").values_list("id", flat=True)[: MOST_ROWS + 1]]
    return [(key, str(said)) for key, said in wanted.order_by("id").values_list("id", name)[: MOST_ROWS + 1]]


def _may_see(request: HttpRequest, grid: Grid) -> bool:
    return grid.is_open(lambda right: may(request, right))


def _is_his(request: HttpRequest, verb: BulkVerb, job: BulkJobRow) -> bool:
    """Whether a job of rows that were chosen by somebody shows none beyond the limits of the reader."""
    return may_everywhere(request, verb.right) or job.asked_by == str(actor_of(request))


def _job_of(request: HttpRequest, key: int) -> tuple[BulkJobRow, Grid, BulkVerb]:
    """Return a job to whom its verb is open. Raises 404, 403."""
    job = get_bulk_job(key)
    if job is None or job.grid not in GRIDS:
        raise Http404
    grid = GRIDS[job.grid]
    verb = next((it for it in (*grid.bulk, *grid.undoing) if it.name == job.verb), None)
    if verb is None:
        raise Http404
    if not (_may_see(request, grid) and may(request, verb.right) and _is_his(request, verb, job)):
        raise PermissionDenied
    return job, grid, verb


@needs("")
def show_job(request: HttpRequest, key: int) -> HttpResponse:
    """Show a job: before it begins what it would do, then how far it is and what came of its rows."""
    job, grid, verb = _job_of(request, key)
    context: dict[str, Any] = {
        "title": f"{verb.label}: {grid.counted or grid.title} ({_n(job.total)})",
        "job": job, "grid": grid, "verb": verb, "back": reverse("admin:grid", args=[grid.name]),
    }  # fmt: skip
    if job.started_at is None:
        return show_page(request, "grid/judged", **context, **_judgement(job, grid, verb))
    return show_page(request, "grid/job", **context, **_results(job, grid))


def _judgement(job: BulkJobRow, grid: Grid, verb: BulkVerb) -> dict[str, Any]:
    keys = list_bulk_keys(job.id)
    refusals = judge_rows(grid=grid.name, verb=verb.name, keys=keys) if len(keys) <= MOST_JUDGED else None
    counts = {"chosen": _("%(count)s chosen") % {"count": _n(job.total)}}
    told: dict[str, Any] = {
        "told": counts,
        "reasons": None,
        "final": not WORKS[grid.name][verb.name].undo,
        "choices": verb.choices() if verb.choices else (),
        "sums": _sums(grid, keys),
    }
    if refusals is None:
        return told | {"judged": False}
    names = {it.key: it.name for it in list_bulk_results(job.id, outcome="", most=MOST_JUDGED)}
    if len(keys) <= MOST_TOLD:
        told["named"] = [names.get(key, str(key)) for key in keys]
    by_reason: dict[str, list[int]] = defaultdict(list)
    for key, refusal in refusals.items():
        by_reason[refusal_text(type(refusal)())].append(key)
    reasons = [
        (text, len(found), [(names.get(key, str(key)), _link(grid, key)) for key in found[:MOST_NAMED]])
        for text, found in sorted(by_reason.items(), key=lambda it: -len(it[1]))
    ]
    told["reasons"] = Reasons(_("Why some cannot"), reasons) if reasons else None
    fit, unfit = len(keys) - len(refusals), len(refusals)
    counts |= {"fit": _("%(count)s can") % {"count": _n(fit)}, "unfit": _("%(count)s cannot") % {"count": _n(unfit)}}
    return told | {"judged": True, "fit": fit, "unfit": unfit}


def _n(count: int) -> str:
    return number_format(count, use_l10n=True, force_grouping=True)


def _link(grid: Grid, key: int) -> str:
    if grid.name == "imports":
        return ""  # its rows are those of a file
    row = grid.rows().filter(id=key).first() if grid.link else None
    return grid.link(row) if grid.link and row is not None else ""


def _sums(grid: Grid, keys: Sequence[int]) -> list[str]:
    """Return what the rows come to, in each currency."""
    if grid.sums is None or len(keys) > MOST_JUDGED:
        return []
    return [money_text(amount, currency) for currency, amount in grid.sums(keys)]


def _results(job: BulkJobRow, grid: Grid) -> dict[str, Any]:
    refused = list_bulk_results(job.id, outcome=REFUSED, most=MOST_SHOWN)
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for it in refused:
        if len(names[it.reason]) < MOST_NAMED:
            names[it.reason].append((it.name, _link(grid, it.key)))
    reasons = [(problem_text(text), count, names.get(text, [])) for text, count in count_reasons(job.id)[:20]]
    done = list_bulk_results(job.id, outcome=DONE, most=MOST_SHOWN)
    unnamed = job.done - MOST_NAMED
    more = _("and %(count)s more") % {"count": _n(unnamed)} if unnamed > 0 else ""
    return {
        "progress": _progress(job), "undoable": may_undo(job),
        "reasons": Reasons(_("Refused"), reasons) if reasons else None,
        "done": [(it.name, _link(grid, it.key)) for it in done[:MOST_NAMED]], "more": more,
    }  # fmt: skip


def _progress(job: BulkJobRow) -> Progress:
    counts = {"done": _n(job.done), "refused": _n(job.refused), "left": _n(job.left)}
    text = _("%(done)s done, %(refused)s refused, %(left)s to do") % counts
    if job.same:
        text += _(", %(count)s had nothing to do") % {"count": _n(job.same)}
    ended = bool(job.ended_at or job.stopped_at)
    return Progress(job.percent, text, reverse("admin:bulk_progress", args=[job.id]), ended)


@needs("")
def show_progress(request: HttpRequest, key: int) -> HttpResponse:
    """Return how far a job is; the page is shown anew once it has ended."""
    job, _grid, _verb = _job_of(request, key)
    answer = render(request, "backoffice/parts/progress.html", {"it": _progress(job)})
    if job.ended_at or job.stopped_at:
        answer["HX-Refresh"] = "true"
    return answer


@needs("")
@require_POST
def press(request: HttpRequest, key: int, button: str) -> HttpResponse:
    """Begin, stop, repeat or take back a job."""
    job, _grid, verb = _job_of(request, key)
    if any(not may(request, right) for right in list_rights_of(key)):
        raise PermissionDenied
    if button == "undo":
        if not may_undo(job):
            refuse(request, TypedWrong(_("This can no longer be taken back."), ""))
            return redirect("admin:bulk_job", key=key)
        return redirect("admin:bulk_job", key=_take_back(request, job))
    works = {
        "begin": lambda at, by: _begin(request, job, verb, at, by),
        "stop": lambda at, by: stop_bulk_job(job.id, at=at, by=by),
        "repeat": lambda at, by: _again(job.id, REFUSED, at, by),
        "go-on": lambda at, by: _again(job.id, LEFT, at, by),
    }
    if button not in works:
        raise Http404
    return act(request, works[button], done=_("Done."), back="admin:bulk_job", key=key)


def _again(job_id: int, outcome: str, at: datetime, by: Actor) -> None:
    """Go on with a job, unless it was taken back meanwhile. Refuses: TypedWrong."""
    lock_bulk_job(job_id)
    now = get_bulk_job(job_id)
    if now is None or now.undone_by is not None:
        raise TypedWrong(_("It was taken back: begin a new one."), "")
    repeat_bulk_job(job_id=job_id, outcome=outcome, at=at, by=by)


def _take_back(request: HttpRequest, job: BulkJobRow) -> int:
    """Take a job back, once: pressed at the same moment, the second finds the job of the first."""
    with transaction.atomic():
        lock_bulk_job(job.id)
        now = get_bulk_job(job.id)
        if now is not None and now.undone_by is not None:
            return now.undone_by
        if now is None or not may_undo(now):
            return job.id
        return undo_bulk_job(job=job, at=read_clock(), by=actor_of(request))


def _begin(request: HttpRequest, job: BulkJobRow, verb: BulkVerb, at: datetime, by: Actor) -> None:
    """Begin a job with what its form tells. Refuses: TypedWrong."""
    facts: dict[str, str] = {}
    if verb.choices is not None:
        facts["reason"] = request.POST.get("reason", "")
        if facts["reason"] not in {str(code) for code, _label in verb.choices()}:
            raise TypedWrong(_("Choose one of these."), "reason")
    if verb.key:
        text = read_text(request.POST, verb.key, limit=verb.most, required=verb.required)
        facts[verb.key] = verb.read(text) if verb.read else text
    call_bulk_job(job_id=job.id, facts=facts, at=at, by=by)


@needs("")
def show_jobs(request: HttpRequest) -> HttpResponse:
    """Show the newest bulk jobs of the grids that are open to the reader."""
    found = []
    for job in list_bulk_jobs(most=MOST_JOBS):
        grid = GRIDS.get(job.grid)
        verb = next((it for it in (*grid.bulk, *grid.undoing) if it.name == job.verb), None) if grid else None
        if (
            grid is not None
            and verb is not None
            and _may_see(request, grid)
            and may(request, verb.right)
            and _is_his(request, verb, job)
        ):
            found.append((job, grid.title, verb.label))
    return show_page(request, "grid/jobs", title=_("Bulk jobs"), jobs=found)
