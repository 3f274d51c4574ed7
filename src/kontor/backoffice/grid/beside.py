"""What opens beside a row without leaving the grid: its preview, and what may be changed in place."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from kontor.backoffice.access import actor_of, may, needs
from kontor.backoffice.grid.registry import open_grid
from kontor.backoffice.grid.show import Opened, open_for, rows_of
from kontor.backoffice.parts.grid import Column, Edit
from kontor.backoffice.parts.list_parts import Head
from kontor.backoffice.reach import within
from kontor.backoffice.refusals import refusal_text
from kontor.backoffice.typed import TypedWrong
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.platform.sql.names import hold_name


@needs("")
def show_preview(request: HttpRequest, name: str, key: int) -> HttpResponse:
    """Show a row in short."""
    grid = open_grid(request, name)
    if grid.preview is None:
        raise Http404
    row = get_object_or_404(grid.rows(), id=key)
    context = {"row": row, "link": grid.link(row) if grid.link else "", "title": str(row), **grid.preview(row)}
    return render(request, grid.preview_template, context)


@needs("")
def edit_cell(request: HttpRequest, name: str, key: int, column: str) -> HttpResponse:
    """Show the form of a cell, or do what it was filled with and show the cell anew."""
    opened = open_for(request, name, "")
    found = opened.grid.column_named(column)
    if found is None or found.edit is None or not opened.may(found.right):
        raise Http404
    edit = found.edit
    if not may(request, edit.right):
        raise PermissionDenied
    row = get_object_or_404(within(request, edit.right, opened.grid.rows()), id=key)
    link = opened.link("edit", key=key, column=column)
    if request.method != "POST":
        return _form(request, found, edit, link, seen=edit.read(row), value=edit.read(row))
    try:
        with transaction.atomic():
            hold_name(f"cell:{name}:{key}:{column}")
            now = edit.read(get_object_or_404(opened.grid.rows(), id=key))
            # Sent twice, or after a colleague: the second changes nothing that its sender has not seen.
            if request.POST.get("seen", now) != now:
                raise TypedWrong(_("This was changed meanwhile; it is %(now)s now.") % {"now": now or "–"}, "value")
            edit.work(key, request.POST, read_clock(), actor_of(request))
    except KontorError as refusal:
        now = edit.read(get_object_or_404(opened.grid.rows(), id=key))
        typed = request.POST.get("value", "")
        return _form(request, found, edit, link, seen=now, value=typed, fault=refusal_text(refusal))
    return _cell(request, opened, found, key)


def _form(
    request: HttpRequest, column: Column, edit: Edit, link: str, *, seen: str, value: str, fault: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "column": column, "seen": seen, "value": value, "link": link, "fault": fault, "most": edit.most
    }  # fmt: skip
    return render(request, "backoffice/parts/edit_cell.html", context)


def _cell(request: HttpRequest, opened: Opened, column: Column, key: int) -> HttpResponse:
    head = Head(column.name, column.label, column.numeric)
    row = rows_of(opened, [column], [head], [get_object_or_404(opened.grid.rows(), id=key)])[0]
    return HttpResponse(row.cells[0][1])
