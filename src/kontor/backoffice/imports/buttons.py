"""What the buttons of an import do: upload, say what columns mean, try without a trace, take in, hand out what was refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kontor.access.public import NotAllowed
from kontor.backoffice.access import actor_of, may, may_everywhere, needs, refuse
from kontor.backoffice.imports.order_columns import read_columns
from kontor.backoffice.imports.pages import hide_closed, list_fields, open_import
from kontor.backoffice.imports.words import RIGHTS
from kontor.backoffice.refusals import problem_text
from kontor.backoffice.typed import TypedWrong, read_id, read_text
from kontor.flows.bulk.files import begin_orders, begin_table
from kontor.flows.imports.orders.office import list_order_profiles, look_at_columns, try_orders
from kontor.flows.imports.tables.kinds import KINDS
from kontor.flows.imports.tables.running import guess_columns, judge_file, list_closed_columns
from kontor.flows.imports.tables.sheets import MOST_BYTES, Sheet, read_sheet
from kontor.flows.imports.tables.taking import TableRow, take_row
from kontor.kernel.actor import Actor
from kontor.kernel.cells import inert_cell
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError, Refused
from kontor.legal_entities.tables import LegalEntity
from kontor.platform.keep.bulk_jobs import MOST_ROWS, REFUSED, list_bulk_results
from kontor.platform.keep.imports import (
    ImportRow,
    change_import,
    get_import,
    keep_import,
    keep_import_profile,
    list_import_profiles,
    lock_import,
    note_import,
    read_import,
)

# So many rows are tried without a trace.
MOST_TRIED = 300


@needs("")
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Keep a file, guess what its columns mean, and show it."""
    kind, _sign, name = request.POST.get("profile", "").partition(":")
    kind = request.POST.get("kind", "") if not name else kind
    if kind not in RIGHTS or not may_everywhere(request, RIGHTS[kind]):
        raise PermissionDenied
    try:
        file = request.FILES.get("file")
        if file is None:
            raise TypedWrong(_("Choose a file."), "file")
        if (file.size or 0) > MOST_BYTES:
            raise TypedWrong(_("The file is larger than 20 MB: part it."), "file")
        content = file.read()
        facts, rows = _first_guess(request, kind, name, content)
        with transaction.atomic():
            import_id = keep_import(
                kind=kind, name=file.name or "", content=content, facts=facts, at=read_clock(), by=actor_of(request)
            )
            change_import(import_id, facts=facts, rows=rows)
    except KontorError as refusal:
        refuse(request, refusal)
        return redirect("admin:import_new")
    return redirect("admin:import_file", import_id=import_id)


def _first_guess(request: HttpRequest, kind: str, profile: str, content: bytes) -> tuple[dict[str, Any], int]:
    if kind == "orders":
        remembered = list_import_profiles(kind).get(profile, {})
        if profile not in list_order_profiles() and not remembered:
            raise TypedWrong(_("Choose what program the orders come from."), "profile")
        return {"profile": profile} | dict(remembered), 0
    sheet = read_sheet(content)
    remembered = list_import_profiles(kind).get(profile, {})
    kept = {field: heading for field, heading in remembered.get("columns", {}).items() if heading in sheet.headings}
    # What somebody has set for such files before holds; the file's own figures may tell nothing.
    facts = {"decimal": sheet.decimal} | dict(remembered.get("facts", {})) | sheet.told
    columns = kept or guess_columns(KINDS[kind], sheet.headings)
    open_to_him = {field.name for field in list_fields(request, kind)}
    return {
        "columns": {name: heading for name, heading in columns.items() if name in open_to_him}, "facts": facts,
    }, len(sheet.rows)  # fmt: skip


@needs("")
@require_POST
def press_import(request: HttpRequest, import_id: int, verb: str) -> HttpResponse:
    """Do what a button says."""
    it = open_import(request, import_id)
    works: dict[str, Callable[[HttpRequest, ImportRow], HttpResponse]] = {
        "columns": _say_columns, "remember": _remember, "try": _try, "begin": _begin,
    }  # fmt: skip
    if verb not in works:
        raise Http404
    try:
        if (it.job or it.run) and verb != "remember":
            raise TypedWrong(_("This file is taken in already, or on its way."), "")
        return works[verb](request, it)
    except KontorError as refusal:
        refuse(request, refusal)
        return redirect("admin:import_file", import_id=import_id)


def _say_columns(request: HttpRequest, it: ImportRow) -> HttpResponse:
    """Write down what the columns mean, and what holds for the whole file."""
    if it.kind == "orders":
        profile = request.POST.get("profile", "")
        if profile not in list_order_profiles():
            raise TypedWrong(_("Choose one of these."), "profile")
        facts = {"profile": profile, "history": bool(request.POST.get("history"))}
        # What was chosen holds for the profile beside which it was chosen.
        same = profile == it.content.get("profile") and "field-order" in request.POST
        chosen = read_columns(request.POST, look_at_columns(it).headings) if same else {}
        facts |= {"columns": chosen, "legal_entity": _entity(request.POST.get("legal_entity")).pk}
        change_import(it.id, facts=facts)
        return redirect("admin:import_file", import_id=it.id)
    sheet = read_sheet(read_import(it.id))
    columns = {
        field.name: heading for field in list_fields(request, it.kind)
        if (heading := request.POST.get(f"field-{field.name}", "")) in sheet.headings
    }  # fmt: skip
    twice = [heading for heading in columns.values() if list(columns.values()).count(heading) > 1]
    if twice:
        raise TypedWrong(_("The column %(name)s is chosen twice.") % {"name": twice[0][:60]}, "")
    facts = {
        "decimal": request.POST.get("decimal", ",") if request.POST.get("decimal") in (",", ".") else sheet.decimal
    }
    facts |= {
        name: read_text(request.POST, name, limit=40) for name in ("location", "price_list") if request.POST.get(name)
    }
    change_import(it.id, facts={"columns": columns, "facts": facts})
    return redirect("admin:import_file", import_id=it.id)


def _remember(request: HttpRequest, it: ImportRow) -> HttpResponse:
    """Remember what the columns mean under a name."""
    name = read_text(request.POST, "name", limit=60, required=True)
    content = {key: it.content[key] for key in ("profile", "columns", "facts") if key in it.content}
    with transaction.atomic():
        keep_import_profile(kind=it.kind, name=name, content=content, at=read_clock(), by=actor_of(request))
    messages.success(request, _("Remembered. It can be chosen with the next file."))
    return redirect("admin:import_file", import_id=it.id)


def _entity(chosen: object) -> LegalEntity:
    """Return whose orders they are: the chosen company, else the first one. Refuses: TypedWrong."""
    rows = LegalEntity.objects.order_by("id")
    found = rows.filter(id=read_id(str(chosen or ""))).first() or rows.first()
    if found is None:
        raise TypedWrong(_("Enter your company first: orders belong to one."), "")
    return found


def _try(request: HttpRequest, it: ImportRow) -> HttpResponse:
    """Do it all for the first rows and take it back at once: what would come of them is shown."""
    at, by = read_clock(), actor_of(request)
    if it.kind == "orders":
        entity_id = _entity(it.content.get("legal_entity")).pk
        tried: Any = try_orders(it, legal_entity_id=entity_id, at=at, by=by)
    else:
        tried = _try_table(it, read_sheet(read_import(it.id)), request)
    note_import(it.id, tried=tried)
    return redirect("admin:import_file", import_id=it.id)


def _try_table(it: ImportRow, sheet: Sheet, request: HttpRequest) -> dict[str, Any]:
    counts = {"changed": 0, "same": 0, "refused": 0}
    reasons: list[str] = []
    facts = {**it.content.get("facts", {}), "import": it.id}
    with transaction.atomic():
        for row in judge_file(it, sheet)[:MOST_TRIED]:
            try:
                with transaction.atomic():
                    done = take_row(
                        kind=it.kind, row=TableRow(row.number, row.told, facts), at=read_clock(), by=actor_of(request)
                    )
                counts["same" if done is False else "changed"] += 1
            except Refused as refusal:
                counts["refused"] += 1
                if len(reasons) < MOST_TRIED:
                    reasons.append(f"{row.number + 1} · {row.name}: {problem_text(str(refusal))}")
        transaction.set_rollback(True)
    return counts | {"reasons": reasons[:20], "rows": sum(counts.values())}


def _begin(request: HttpRequest, it: ImportRow) -> HttpResponse:
    """Take the file in: a table as a bulk job, orders as a run; pressed twice it begins once. An order of a file may say that it
    is paid, which nobody says by hand who may not change payments.
    """
    if it.kind == "orders" and not may_everywhere(request, "payments:write"):
        refuse(
            request, NotAllowed(_("Orders of a file say how they are paid: this needs the right to change payments."))
        )
        return redirect("admin:import_file", import_id=it.id)
    at, by = read_clock(), actor_of(request)
    with transaction.atomic():
        lock_import(it.id)
        now = get_import(it.id)
        if now is not None and not now.job and not now.run:
            _begin_once(now, at, by)
        now = get_import(it.id)
    if now is not None and now.job:
        return redirect("admin:bulk_job", key=now.job)
    return redirect("admin:import_file", import_id=it.id)


def _begin_once(it: ImportRow, at: datetime, by: Actor) -> None:
    """Judge the rows by what the columns mean now, and call for the work. The import is locked."""
    if it.kind == "orders":
        entity_id = _entity(it.content.get("legal_entity")).pk
        note_import(it.id, legal_entity=entity_id)
        begin_orders(it, legal_entity_id=entity_id, at=at, by=by)
        return
    begin_table(it, read_sheet(read_import(it.id)), at=at, by=by)


@needs("")
def send_refused(request: HttpRequest, import_id: int) -> HttpResponse:
    """Send the rows that were refused as they stood in the file, each with its reason, to be mended and taken in again."""
    it = open_import(request, import_id)
    if it.job is None:
        raise Http404
    sheet = read_sheet(read_import(it.id))
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow([*map(inert_cell, sheet.headings), _("Reason")])
    closed = list_closed_columns(it, lambda right: may(request, right))
    for found in list_bulk_results(it.job, outcome=REFUSED, most=MOST_ROWS):
        row = hide_closed(sheet.rows[found.key - 1], sheet.headings, closed)
        writer.writerow([*map(inert_cell, row), problem_text(found.reason)])
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{it.name.rpartition('.')[0] or it.name} {_('refused')}.csv"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer
