"""All rows that a grid is asked for as a table, CSV or XLSX, with the columns that its reader sees."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, cast

import xlsxwriter
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.formats import number_format
from django.utils.http import content_disposition_header
from django.utils.timezone import get_current_timezone, localdate, localtime
from django.utils.timezone import override as override_zone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kontor.backoffice.access import actor_of, needs, refuse
from kontor.backoffice.grid.show import Opened, open_for
from kontor.backoffice.parts.cells import Cell, Figure, Moment, Money, Text
from kontor.backoffice.parts.grid import Column, Facts
from kontor.backoffice.parts.paging import narrow, read_page
from kontor.backoffice.typed import TypedWrong
from kontor.kernel.actor import Actor
from kontor.kernel.cells import inert_cell
from kontor.kernel.clock import read_clock
from kontor.platform.keep.audit import Change, record_changes

AT_ONCE = 1_000
# So many rows one table holds. CSV is sent while it is read; a spreadsheet is written whole before it is sent.
MOST_ROWS = {"csv": 1_000_000, "xlsx": 50_000}
Value = str | int | Decimal | date | datetime | None
Row = Sequence[Value]
MEDIA = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_XLSX_SIGNS = 32_767
# Spreadsheets count in doubles: a figure with more digits is written as text, whole, and adds up in no column.
_XLSX_DIGITS = 15


@needs("")
def export_rows(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Send every row that is asked for; that it was taken out stands in the audit trail."""
    if form not in MEDIA:
        raise Http404
    opened = open_for(request, name)
    if opened.asked.faults:
        # What was not understood would have left something out: nothing is sent that is more than was asked for.
        refuse(request, TypedWrong(" ".join(opened.asked.faults), ""))
        return redirect(opened.here(opened.asked))
    try:
        count = count_rows(opened, form)
    except TypedWrong as wrong:
        refuse(request, wrong)
        return redirect(opened.here(opened.asked))
    with transaction.atomic():
        note_taken_out(opened, form, rows=count, at=read_clock(), by=actor_of(request))
    file_name = f"{opened.grid.title} {localdate(read_clock()).isoformat()}.{form}"
    sent = StreamingHttpResponse(csv_lines(opened)) if form == "csv" else FileResponse(xlsx_file(opened))
    answer: StreamingHttpResponse = sent
    answer["Content-Type"] = MEDIA[form]
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file_name) or "attachment"
    # The frame of pages knows whole responses alone; what is sent while it is read is one to the server.
    return cast(HttpResponse, answer)


def count_rows(opened: Opened, form: str) -> int:
    """Return how many rows a table will have. Refuses: TypedWrong where it holds no so many."""
    count = narrow(opened.grid, opened.asked).order_by()[: MOST_ROWS[form] + 1].count()
    if count > MOST_ROWS[form]:
        most = number_format(MOST_ROWS[form], use_l10n=True, force_grouping=True)
        raise TypedWrong(_("A table holds %(most)s rows at most: narrow them first.") % {"most": most}, "")
    return count


def note_taken_out(opened: Opened, form: str, *, rows: int, at: datetime, by: Actor, to: Sequence[str] = ()) -> None:
    """That rows were taken out stands in the audit trail, with whom they were mailed ``to``."""
    told = {"grid": opened.grid.name, "query": opened.asked.query()[:500], "rows": rows, "form": form}
    told |= {"recipients": list(to)} if to else {}
    record_changes(subject="grid", verb="export_rows", changes=[Change(0, None, told)], at=at, by=by)


def read_table(opened: Opened) -> Iterator[Row]:
    """Return the headings and then every row, its values as they are; an amount has its currency in a column of its own.

    It may be read after the request has ended: each batch is found and worded in the language and time in which it was asked for.
    """
    columns, language, zone = (
        [it for it in opened.columns() if not it.door],
        get_language() or "de",
        get_current_timezone(),
    )
    money: list[bool] | None = None
    pages = _pages(opened)
    while True:
        with override(language), override_zone(zone):
            page = next(pages, None)
            if page is None:
                return
            batch = _draw(opened, columns, page)
            rows: list[Row] = []
            if money is None:
                money = [isinstance(cell, Money) for cell in batch[0]] if batch else [False] * len(columns)
                heads = [_heading(column, money=it) for column, it in zip(columns, money, strict=True)]
                rows.append([text for texts in heads for text in texts])
            rows += [
                [it for cell, double in zip(cells, money, strict=True) for it in _values(cell, money=double)]
                for cells in batch
            ]
        yield from rows


def _pages(opened: Opened) -> Iterator[Sequence[Any]]:
    asked, sent = replace(opened.asked, size=AT_ONCE, after="", before=""), 0
    while True:
        page = read_page(opened.grid, asked)
        sent += len(page.rows)
        yield page.rows
        if not page.after or sent >= MOST_ROWS["csv"]:
            return
        asked = replace(asked, after=page.after)


def _draw(opened: Opened, columns: Sequence[Column], rows: Sequence[Any]) -> list[list[Cell]]:
    needed = {name for column in columns for name in column.needs}
    facts = Facts({name: opened.grid.loaders[name](rows) for name in needed} if rows else {})
    return [[column.cell(row, facts) for column in columns] for row in rows]


def _heading(column: Column, *, money: bool) -> Sequence[str]:
    label = str(column.label) or column.name
    return (label, f"{label} ({_('Currency')})") if money else (label,)


def _values(cell: Cell, *, money: bool) -> Row:
    if money:
        return (
            (cell.amount, cell.currency if cell.amount is not None else "") if isinstance(cell, Money) else (None, "")
        )
    if isinstance(cell, Figure):
        return (cell.value,)
    if isinstance(cell, Moment):
        return (localtime(cell.at) if isinstance(cell.at, datetime) else cell.at,)
    small = str(cell.small) if isinstance(cell, Text) else ""
    return (f"{cell.text} {small}".strip(),)


class _Line:
    """Takes what a writer writes, and hands it on."""

    def write(self, text: str) -> str:
        return text


def csv_lines(opened: Opened) -> Iterator[bytes]:
    """Return a table as CSV, piece by piece."""
    german = (get_language() or "de").startswith("de")
    writer = csv.writer(_Line(), delimiter=";" if german else ",")
    plain = _plain_text(german=german)
    rows: Iterator[Any] = (writer.writerow([plain(it) for it in row]) for row in read_table(opened))

    # A mark at the beginning, without which a spreadsheet takes umlauts for something else.
    yield "\ufeff".encode()
    buffer = io.StringIO()
    for row in rows:
        buffer.write(row)
        if buffer.tell() > 64_000:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer = io.StringIO()
    yield buffer.getvalue().encode("utf-8", "replace")


def _plain_text(*, german: bool) -> Callable[[Value], str]:
    """Return how a value is written: figures as spreadsheets of that language read them, texts that compute nothing."""

    def text_of(value: Value) -> str:
        if isinstance(value, datetime):
            return value.strftime("%d.%m.%Y %H:%M:%S" if german else "%Y-%m-%d %H:%M:%S")
        if isinstance(value, date):
            return value.strftime("%d.%m.%Y" if german else "%Y-%m-%d")
        if isinstance(value, Decimal):
            exact = f"{value.normalize():f}"
            whole, _sign, rest = exact.partition(".")
            return f"{whole}{',' if german else '.'}{rest.ljust(2, '0')}"
        return str(value) if isinstance(value, int) else inert_cell(value)

    return text_of


def xlsx_file(opened: Opened) -> IO[bytes]:
    """Return a table as a spreadsheet."""
    file = tempfile.TemporaryFile()
    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    day, amount = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "#,##0.00##"})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(read_table(opened)):
        for place, value in enumerate(row):
            if number == 0:
                sheet.write_string(0, place, str(value), bold)
            elif isinstance(value, datetime):
                sheet.write_datetime(number, place, value.replace(tzinfo=None), moment)
            elif isinstance(value, date):
                sheet.write_datetime(number, place, value, day)
            elif isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) <= _XLSX_DIGITS:
                sheet.write_number(number, place, float(value), amount)
            elif isinstance(value, int):
                sheet.write_number(number, place, value)
            elif value:
                sheet.write_string(number, place, str(value)[:_XLSX_SIGNS])
    book.close()
    file.seek(0)
    return file
