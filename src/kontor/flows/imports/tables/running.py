"""A table on its way in: what its columns mean, what it would do, and the job that works on its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kontor.flows.errors import FileRefused, RowTwice
from kontor.flows.imports.tables.fields import TableField, TableKind
from kontor.flows.imports.tables.kinds import KINDS
from kontor.flows.imports.tables.sheets import Sheet
from kontor.flows.imports.tables.taking import TWICE, TableRow, check_once, read_row
from kontor.kernel.actor import Actor
from kontor.kernel.errors import Refused
from kontor.locations.public import get_locations
from kontor.platform.keep.bulk_jobs import open_bulk_job
from kontor.platform.keep.imports import ImportRow, find_import_of

# Under this name rows of tables stand among the bulk jobs.
GRID = "imports"


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of a table as it would be taken in, or why it would not."""

    number: int
    name: str
    told: Mapping[str, str]
    refusal: Refused | None


def guess_columns(kind: TableKind, headings: Sequence[str]) -> dict[str, str]:
    """Return which heading each field most likely stands under: what its makers call it, then what holds its name."""
    tidy = {heading: _tidy(heading) for heading in headings}
    found: dict[str, str] = {}
    for field in kind.fields:
        known = [_tidy(name) for name in (field.name, *field.known_as)]
        ranked = [heading for name in known for heading in headings if tidy[heading] == name]
        free = [heading for heading in ranked if heading not in found.values()]
        if free:
            found[field.name] = free[0]
    return found


def judge_table(*, kind: str, sheet: Sheet, columns: Mapping[str, str], facts: Mapping[str, Any]) -> list[Judged]:
    """Return every row as its columns say it, with the first thing that is wrong in it; the house is asked for its locations."""
    its = KINDS[kind]
    places = {field: sheet.headings.index(heading) for field, heading in columns.items() if heading in sheet.headings}
    found: list[Judged] = []
    seen: set[tuple[str, ...]] = set()
    places_of = _name_places()
    groups: dict[str, dict[str, str]] = {}
    for number, row in enumerate(sheet.rows, 1):
        told = {field: row[place] for field, place in places.items() if row[place]}
        if told.get("handle") in groups and "code" not in told:
            continue  # a row that tells of another picture of the same article, and of nothing else
        told = _of_its_group(told, groups)
        marks = _marks_of(its, told, facts, places_of)
        refusal = _judge(its, TableRow(number, told, facts), twice=not marks.isdisjoint(seen))
        seen |= marks
        name = next((told[field] for field in its.called if told.get(field)), f"#{number + 1}")
        found.append(Judged(number, name, told, refusal))
    return found


def _name_places() -> dict[str, str]:
    """Return the locations by what they are called, as they are found where a row is taken; the only one by nothing at all."""
    places = list(get_locations().values())
    named = [(name.casefold(), it.code) for it in places for name in (it.code, it.name)]
    named += [("", it.code) for it in places if len(places) == 1]
    return dict(reversed(named))


def list_rights_of(job_id: int) -> set[str]:
    """Return which rights the columns ask for that a job of an import wrote, besides that of their table."""
    tables = [it for it in [find_import_of(job_id)] if it is not None and it.kind in KINDS]
    return {field.right for it in tables for field in _of_rights(it)}


def _of_rights(it: ImportRow) -> list[TableField]:
    columns = it.content.get("columns", {})
    return [field for field in KINDS[it.kind].fields if field.right and field.name in columns]


def list_closed_columns(it: ImportRow, may: Callable[[str], bool]) -> set[str]:
    """Return the headings under which stands what is closed to a reader."""
    columns: Mapping[str, str] = it.content.get("columns", {})
    return {columns[field.name] for field in _of_rights(it) if not may(field.right)}


def judge_file(it: ImportRow, sheet: Sheet) -> list[Judged]:
    """Return the rows of a table by what its columns mean now. Refuses: FileRefused."""
    columns: Mapping[str, str] = it.content.get("columns", {})
    if not set(columns.values()) <= set(sheet.headings):
        raise FileRefused("The columns are not those of this file.")
    return judge_table(kind=it.kind, sheet=sheet, columns=columns, facts=it.content.get("facts", {}))


# What an empty cell means.
_EMPTY = {"from_quantity": "1"}


def _marks_of(
    kind: TableKind, told: Mapping[str, str], facts: Mapping[str, Any], places: Mapping[str, str]
) -> set[tuple[str, ...]]:
    """Return by what a row is known again in its file: by what its cells mean, in whatever words they say it."""
    means = [
        (field, _meaning(kind, field, told.get(field) or str(facts.get(field, "")), facts, places))
        for field in kind.once
    ]
    if kind.apart:
        return {mark for mark in means if mark[1]}
    # Without a list it is the one price of the article, from whenever on and from however many pieces.
    counted = next((1 for it in means if it == ("price_list", "")), len(means))
    whole = tuple(meaning for _field, meaning in means[:counted])
    return {whole} if any(told.get(field) for field in kind.once) else set()


def _meaning(kind: TableKind, field: str, cell: str, facts: Mapping[str, Any], places: Mapping[str, str]) -> str:
    try:
        value = (
            kind.by_name[field].reader(cell, field, str(facts.get("decimal", ","))) if cell else _EMPTY.get(field, "")
        )
    except Refused:
        value = cell  # it is refused anyway
    told = str(value).casefold()
    return places.get(told, told) if field == "location" else told


def _of_its_group(told: dict[str, str], groups: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return a row with what the first row of its article told for all its variants."""
    handle = told.pop("handle", "")
    if not handle or "code" not in told:
        return told
    first = groups.setdefault(handle, told)
    if first is told:
        return told
    return {name: first[name] for name in _FOR_ALL if name in first} | told | {"parent": first["code"]}


# What stands in the first row of an article and holds for each of its variants.
_FOR_ALL = ("name", "brand", "category", "tax_class", "origin", "customs_number", "active")


def _judge(kind: TableKind, row: TableRow, *, twice: bool) -> Refused | None:
    try:
        read_row(kind, row)
        check_once(kind.once[0], twice=twice)
    except Refused as wrong:
        return wrong
    return None


def open_table_job(*, kind: str, rows: Sequence[Judged], at: datetime, by: Actor) -> int:
    """Write down the rows of a table as a bulk job; nothing is done yet. Returns its id."""
    return open_bulk_job(
        grid=GRID,
        verb=kind,
        rows=[(it.number, it.name) for it in rows],
        told=[_with_twins(it) for it in rows],
        at=at,
        by=by,
    )


def _with_twins(it: Judged) -> Mapping[str, str]:
    """Return what a row is told, with the note that another one tells of the same."""
    return {**it.told, TWICE: "1"} if isinstance(it.refusal, RowTwice) else it.told


def _tidy(heading: str) -> str:
    return re.sub(r"[\s_\-]+", " ", heading.casefold()).strip(" *:")
