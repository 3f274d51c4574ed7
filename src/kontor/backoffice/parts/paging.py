"""Pages of a grid by keyset: what a page costs does not grow with its depth, nor with how much the grid holds.

A condition that few rows meet would let the database walk back through all rows for the fifty newest. So the newest rows are
asked first, in windows that grow; only where they do not fill the page are all asked, without an order that tempts into the walk.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db.models import Count, DecimalField, F, Q, QuerySet, Value

from kontor.backoffice.parts.asked import Asked
from kontor.backoffice.parts.conditions import read_figure
from kontor.backoffice.parts.grid import Grid, Sort
from kontor.platform.sql.bulk import select_for_values

# How many of the newest ids are asked first.
WINDOW = 20_000
# Nobody counts further: more than so many are "more than …".
MOST_COUNTED = 10_000
# Up to so many rows that meet conditions are sorted by themselves.
MOST_SORTED = 12_000
# Where the database expects more than so many, they are not even looked for.
MOST_GUESSED = 30_000


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, and the places where the pages beside it begin (empty: there is none)."""

    rows: Sequence[Any]
    after: str
    before: str


def narrow(grid: Grid, asked: Asked) -> QuerySet[Any]:
    """Return the rows that are asked for, in no order. Refuses: TypedWrong."""
    rows = grid.rows()
    for condition in asked.conditions:
        rows = rows.filter(condition.question())
    if asked.term and grid.search:
        rows = rows.filter(id__in=grid.search(asked.term))
    return rows


def read_page(grid: Grid, asked: Asked) -> Page:
    """Return one page. Refuses: TypedWrong."""
    told = asked.sort or grid.first_sort
    sort, down = grid.sorts[told.removeprefix("-")], told.startswith("-")
    backward = bool(asked.before)
    cursor = _read_cursor(grid, sort, asked.before or asked.after)
    wanted = narrow(grid, asked)
    down_here = down != backward
    ids = _ids(wanted, sort, cursor, down=down_here, most=asked.size + 1, narrowed=asked.narrowed)
    more = len(ids) > asked.size
    if backward and not more:
        # What lies before is the first page, and that is shown full.
        return read_page(grid, replace(asked, before="", after=""))
    ids = ids[: asked.size]
    if backward:
        ids.reverse()
    found = {row.pk: row for row in grid.rows().filter(id__in=ids)} if ids else {}
    rows = [found[key] for key in ids if key in found]
    if not rows:
        return Page((), "", "")
    further, back = _cursor_of(sort, rows[-1]), _cursor_of(sort, rows[0])
    return Page(rows, further if backward or more else "", back if cursor is not None else "")


def is_place(grid: Grid, asked: Asked) -> bool:
    """Whether the place behind which rows are asked for is one."""
    told = asked.sort or grid.first_sort
    return not asked.after or _read_cursor(grid, grid.sorts[told.removeprefix("-")], asked.after) is not None


def count_rows(grid: Grid, asked: Asked) -> int:
    """Return how many rows are asked for, counting no further than anybody reads (``MOST_COUNTED`` + 1)."""
    return int(narrow(grid, asked).order_by()[: MOST_COUNTED + 1].count())


def count_each(questions: Sequence[QuerySet[Any]]) -> list[int]:
    """Return how many rows each question finds, by one statement for all of them."""
    counted = [
        rows.order_by().annotate(_place=Value(place)).values("_place").annotate(_count=Count("pk"))
        for place, rows in enumerate(questions)
    ]
    if not counted:
        return []
    # A question that finds nothing has no row.
    rows = counted[0].union(*counted[1:], all=True) if len(counted) > 1 else counted[0]
    found: dict[int, int] = {it["_place"]: it["_count"] for it in rows}
    return [found.get(place, 0) for place in range(len(counted))]


def _ids(
    wanted: QuerySet[Any], sort: Sort, cursor: tuple[Any, int] | None, *, down: bool, most: int, narrowed: bool
) -> list[int]:
    behind = wanted if cursor is None else wanted.filter(_beyond(sort, cursor, down=down))
    ordered = behind.order_by(*_order(sort, down=down)).values_list("id", flat=True)
    if not narrowed:
        return list(ordered[:most])
    if sort.column != "id":
        # Few rows are sorted by themselves; of many the next ones soon stand in the index of what they are sorted by.
        if _guess(behind) <= MOST_GUESSED:
            few = _sort_few(behind, sort, down=down, most=most)
            if few is not None:
                return few
        return list(ordered[:most])
    start = cursor[1] if cursor is not None else wanted.model._default_manager.order_by("-id" if down else "id").values_list(
        "id", flat=True
    ).first()  # fmt: skip
    if start is None:
        return []
    near = Q(id__gte=start - WINDOW) if down else Q(id__lte=start + WINDOW)
    found = list(ordered.filter(near)[:most])
    if len(found) == most:
        return found
    # Ordered by a sum, no index tempts the database into a walk; what comes out is the same.
    plain = behind.annotate(_key=F("id") + 0).order_by("-_key" if down else "_key").values_list("id", flat=True)
    return list(plain[:most])


def _guess(rows: QuerySet[Any]) -> int:
    """Return how many rows the database expects to find; none where it need not even be asked."""
    plan = rows.order_by().explain(format="json")
    return int(json.loads(plan)[0]["Plan"]["Plan Rows"]) if plan else 0


def _sort_few(rows: QuerySet[Any], sort: Sort, *, down: bool, most: int) -> list[int] | None:
    """Return the first of some rows, found in no order and sorted then; None where they are more than are sorted so."""
    try:
        sql, values = rows.order_by().values_list(sort.column, "id")[: MOST_SORTED + 1].query.sql_with_params()
    except EmptyResultSet:
        return []
    way = "DESC" if down else "ASC"
    found = select_for_values(
        f"WITH few (told, id) AS MATERIALIZED ({sql}) SELECT id, (SELECT count(*) FROM few) FROM few"
        f" ORDER BY told {way}, id {way} LIMIT %s",
        [*values, most],
    )
    return None if found and found[0][1] > MOST_SORTED else [int(row[0]) for row in found]


def _order(sort: Sort, *, down: bool) -> list[str]:
    sign = "-" if down else ""
    return [f"{sign}id"] if sort.column == "id" else [f"{sign}{sort.column}", f"{sign}id"]


def _beyond(sort: Sort, cursor: tuple[Any, int], *, down: bool) -> Q:
    """Return which rows lie behind a place. Rows without a value are the last going up, the first going down, as in an index."""
    value, key = cursor
    sign = "lt" if down else "gt"
    beside, without = Q(**{f"id__{sign}": key}), Q(**{f"{sort.column}__isnull": True})
    if sort.column == "id":
        return beside
    if value is None:
        return (without & beside) | ~without if down else without & beside
    far = Q(**{f"{sort.column}__{sign}": value}) | (Q(**{sort.column: value}) & beside)
    return far | without if sort.nulls and not down else far


def _cursor_of(sort: Sort, row: Any) -> str:
    if sort.column == "id":
        return str(row.pk)
    value = getattr(row, sort.column)
    return f"{'' if value is None else value.isoformat() if hasattr(value, 'isoformat') else value}~{row.pk}"


def _read_cursor(grid: Grid, sort: Sort, text: str) -> tuple[Any, int] | None:
    """Understand a place; None where it is none: then the first page is shown."""
    value, sign, key = text.rpartition("~")
    if not (key.isascii() and key.isdigit() and len(key) <= 18):
        return None
    if sort.column == "id":
        return None, int(key)
    if not sign:
        return None
    if not value:
        return (None, int(key)) if sort.nulls else None
    column = grid.rows().model._meta.get_field(sort.column)
    if isinstance(column, DecimalField) and read_figure(value) is None:
        return None
    try:
        return column.to_python(value), int(key)
    except (ValidationError, ValueError, OverflowError):
        return None
