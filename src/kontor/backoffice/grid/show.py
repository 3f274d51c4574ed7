"""The page of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kontor.access.public import GridRow, ViewRow, get_grid_setting, list_views
from kontor.backoffice.access import may, needs
from kontor.backoffice.grid.registry import open_grid
from kontor.backoffice.page import show_page
from kontor.backoffice.parts.asked import SIZES, Asked, read_asked
from kontor.backoffice.parts.conditions import OP_WORDS
from kontor.backoffice.parts.drawing import draw_cell, draw_options, draw_row
from kontor.backoffice.parts.grid import Column, Facts, Grid
from kontor.backoffice.parts.list_parts import (
    BulkBar,
    Chip,
    ColumnChooser,
    Empty,
    FilterBar,
    Head,
    Pager,
    Tab,
    Table,
    TableRow,
    Tabs,
)
from kontor.backoffice.parts.paging import Page, read_page


@dataclass(frozen=True, slots=True)
class Opened:
    """A grid as its reader sees it: what is asked, his settings, the views that there are for him."""

    request: HttpRequest
    grid: Grid
    asked: Asked
    setting: GridRow
    views: Sequence[ViewRow]
    view: str

    def may(self, right: str) -> bool:
        """Whether the reader has a right; none is needed for what names none."""
        return not right or may(self.request, right)

    def link(self, name: str = "", **arguments: Any) -> str:
        """Return the address of a page of this grid."""
        return reverse(f"admin:grid{'_' + name if name else ''}", args=[self.grid.name, *arguments.values()])

    def here(self, asked: Asked, **other: str) -> str:
        """Return the address of the grid with what is asked."""
        query = asked.query(**({"view": self.view} | other))
        return f"{self.link()}?{query}" if query else self.link()

    def columns(self) -> list[Column]:
        """Return the columns that he sees, in his order."""
        open_to_him = [it for it in self.grid.columns if self.may(it.right)]
        kept = next((it.columns for it in self.views if str(it.id) == self.view and it.columns), self.setting.columns)
        chosen = [it for name in kept for it in open_to_him if it.name == name]
        return chosen or [it for it in open_to_him if it.shown]


def may_share(opened: Opened) -> bool:
    """Whether a view of this person's may stand in everybody's tabs: who may change what it lists may."""
    return opened.may(opened.grid.right.replace(":read", ":write"))


def open_for(request: HttpRequest, name: str, query: str | None = None) -> Opened:
    """Return a grid for its reader, with what an address asks. Raises 404, 403."""
    grid = open_grid(request, name)
    user_id = int(request.user.pk or 0)
    text = request.META.get("QUERY_STRING", "") if query is None else query
    asked = read_asked(grid, text, lambda right: may(request, right))
    return Opened(
        request, grid, asked, get_grid_setting(grid=name, user_id=user_id), list_views(grid=name, user_id=user_id),
        dict(parse_qsl(text)).get("view", "")[:60],
    )  # fmt: skip


@needs("")
def show_grid(request: HttpRequest, name: str) -> HttpResponse:
    """Show a grid; opened without a question it shows the view that its reader has set for that."""
    opened = open_for(request, name)
    if not request.GET and (home := _query_of(opened, opened.setting.home)) is not None:
        return redirect(f"{opened.link()}?{home}")
    page = read_page(opened.grid, opened.asked)
    parts = [tabs_of(opened), filters_of(opened), bulk_of(opened), table_of(opened, page), pager_of(opened, page)]
    context = {"parts": parts, "grid": opened.grid}
    return show_page(request, "grid/page", title=str(opened.grid.title), **context)


def _query_of(opened: Opened, view: str) -> str | None:
    """Return the query of a view by its key, None where there is no such view."""
    if not view:
        return None
    if view.isdigit():
        found = next((it.query for it in opened.views if str(it.id) == view), None)
    else:
        found = next((it.query for it in opened.grid.views if it.name == view), None)
    return None if found is None else "&".join(part for part in (found, urlencode({"view": view})) if part)


def tabs_of(opened: Opened) -> Tabs:
    """Return the views of a grid: its own, then those that were kept."""
    link, home = opened.link(), opened.setting.home
    shown = opened.asked.query()

    def active(key: str, query: str) -> bool:
        return opened.view == key if opened.view else shown == query

    own = [
        Tab(it.name, it.label, f"{link}?{urlencode({'view': it.name})}&{it.query}".rstrip("&"), active(it.name, it.query),
            it.tone, home=home == it.name)
        for it in opened.grid.views
    ]  # fmt: skip
    kept = [
        Tab(str(it.id), it.name, f"{link}?{urlencode({'view': it.id})}&{it.query}".rstrip("&"),
            active(str(it.id), it.query), shared=it.shared,
            drop_link=opened.link("drop", key=it.id) if it.mine or opened.may("access:write") else "",
            home=home == str(it.id), mail_link=opened.link("mail", view=it.id))
        for it in opened.views
    ]  # fmt: skip
    grid, counts = opened.grid, opened.link("counts")
    add = grid.add_link() if grid.add_link and opened.may(grid.add_right) else ""
    return Tabs([*own, *kept], f"{counts}?{shown}" if shown else counts, opened.link("set"), add, grid.add_label)


def filters_of(opened: Opened) -> FilterBar:
    """Return search, chips and what can be asked besides."""
    asked = opened.asked
    chips = [
        Chip(it.field.label, OP_WORDS[it.op], it.shown(), opened.here(asked.without(it))) for it in asked.conditions
    ]
    fields = [it for it in opened.grid.fields if opened.may(it.right)]
    groups = [(label, list(found)) for label, found in groupby(fields, key=lambda it: it.group)]
    hidden = [(it.key, it.text) for it in asked.conditions]
    hidden += [("sort", asked.sort)] if asked.sort else []
    hidden += [("view", opened.view)] if opened.view else []
    return FilterBar(
        asked.term, opened.grid.search_help, chips, asked.faults, draw_options(groups), opened.link(), opened.link("field"),
        opened.link("filter"), asked.query(view=opened.view), opened.link("keep"), hidden, _chooser_of(opened),
        may_share(opened),
        searchable=opened.grid.search is not None,
    )  # fmt: skip


def _mark_of(head: Head) -> SafeString:
    """Return the marks of a cell: figures stand to the right, and on a telephone, which shows no heads, each has its label."""
    return format_html(' class="n" data-label="{}"' if head.numeric else ' data-label="{}"', head.label)


def _heads(opened: Opened, columns: Sequence[Column]) -> list[Head]:
    now = opened.asked.sort or opened.grid.first_sort
    heads = []
    for column in columns:
        link = direction = ""
        if column.sort:
            direction = {column.sort: "up", f"-{column.sort}": "down"}.get(now, "")
            turned = column.sort if direction == "down" else f"-{column.sort}"
            link = opened.here(replace(opened.asked, sort=turned, after="", before=""))
        width = opened.setting.widths.get(column.name, 0)
        heads.append(Head(column.name, column.label, column.numeric, link, direction, width))
    return heads


def rows_of(opened: Opened, columns: Sequence[Column], heads: Sequence[Head], rows: Sequence[Any]) -> list[TableRow]:
    """Draw rows: what their columns need is read for all of them at once."""
    grid = opened.grid
    needed = {name for column in columns for name in column.needs}
    facts = Facts({name: grid.loaders[name](rows) for name in needed} if rows else {})
    found = []
    marks = {it.name: _mark_of(it) for it in heads}
    preview_link = opened.link("preview", key=0) if grid.preview else ""
    # Looking an address up costs more than writing another number into one.
    edits = {it.name: opened.link("edit", key=0, column=it.name) if it.edit is not None else "" for it in columns}
    for row in rows:
        amount, currency = grid.sum_of(row) if grid.sum_of else ("", "")
        cells = [
            (
                marks[head.name],
                draw_cell(
                    column.cell(row, facts),
                    edits[column.name].replace("/0/", f"/{row.pk}/"),
                ),
            )
            for head, column in zip(heads, columns, strict=True)
        ]
        preview = preview_link.replace("/0/", f"/{row.pk}/") if preview_link else ""
        link = grid.link(row) if grid.link else ""
        found.append(TableRow(row.pk, str(row), cells, link, preview, str(amount), currency))
    return found


def table_of(opened: Opened, page: Page) -> Table:
    """Return the rows of a page under their heads."""
    grid, columns = opened.grid, opened.columns()
    heads = _heads(opened, columns)
    if opened.asked.narrowed:
        empty = Empty(_("Nothing fits what you asked for."), opened.link(), _("Show all"))
    else:
        empty = Empty(grid.empty, grid.empty_link() if grid.empty_link else "", _("Next step"))
    bar = bulk_of(opened)
    choosable = bool(bar.verbs or bar.print_link)
    rows = [draw_row(it, choosable=choosable) for it in rows_of(opened, columns, heads, page.rows)]
    return Table(heads, rows, opened.setting.dense, choosable, empty, opened.link("set"))


def bulk_of(opened: Opened) -> BulkBar:
    """Return what the reader may do to many rows."""
    verbs = [it for it in opened.grid.bulk if opened.may(it.right)]
    prints = opened.grid.prints is not None and any(opened.may(it) for it in opened.grid.prints.rights)
    return BulkBar(verbs, opened.link("bulk"), opened.asked.query(), opened.link("print") if prints else "")


def pager_of(opened: Opened, page: Page) -> Pager:
    """Return the way to the pages beside."""
    asked = replace(opened.asked, after="", before="")
    sizes = [(size, opened.here(replace(asked, size=size)), size == asked.size) for size in SIZES]
    return Pager(
        opened.here(asked) if page.before else "", opened.here(asked, before=page.before) if page.before else "",
        opened.here(asked, after=page.after) if page.after else "", sizes, len(page.rows), _exports(opened),
    )  # fmt: skip


def _exports(opened: Opened) -> list[tuple[str, str]]:
    query = replace(opened.asked, after="", before="").query(view=opened.view)
    return [(form.upper(), f"{opened.link('export', form=form)}?{query}") for form in ("csv", "xlsx")]


def _chooser_of(opened: Opened) -> ColumnChooser:
    shown = opened.columns()
    rest = [it for it in opened.grid.columns if it not in shown and opened.may(it.right)]
    columns = [(it.name, it.label, True) for it in shown] + [(it.name, it.label, False) for it in rest]
    return ColumnChooser(columns, opened.setting.dense, opened.link("set"), opened.here(opened.asked))
