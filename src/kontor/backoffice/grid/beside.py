"""What opens beside a row without leaving the grid: its preview, and what may be changed in place."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kontor.backoffice.access import actor_of, may, needs
from kontor.backoffice.grid.registry import open_grid
from kontor.backoffice.grid.show import Opened, open_for, rows_of
from kontor.backoffice.parts.grid import Column, Edit
from kontor.backoffice.parts.list_parts import Head
from kontor.backoffice.reach import within
from kontor.backoffice.refusals import refusal_text
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError


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
        return _form(request, found, edit, edit.read(row), link, "")
    try:
        with transaction.atomic():
            edit.work(key, request.POST, read_clock(), actor_of(request))
    except KontorError as refusal:
        return _form(request, found, edit, request.POST.get("value", ""), link, refusal_text(refusal))
    return _cell(request, opened, found, key)


def _form(request: HttpRequest, column: Column, edit: Edit, value: str, link: str, fault: str) -> HttpResponse:
    context: dict[str, Any] = {"column": column, "value": value, "link": link, "fault": fault, "most": edit.most}
    return render(request, "backoffice/parts/edit_cell.html", context)


def _cell(request: HttpRequest, opened: Opened, column: Column, key: int) -> HttpResponse:
    head = Head(column.name, column.label, column.numeric)
    row = rows_of(opened, [column], [head], [get_object_or_404(opened.grid.rows(), id=key)])[0]
    return HttpResponse(row.cells[0][1])
