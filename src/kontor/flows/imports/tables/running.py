"""A table on its way in: what its columns mean, what it would do, and the job that works on its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kontor.flows.imports.tables.fields import TableKind
from kontor.flows.imports.tables.kinds import KINDS
from kontor.flows.imports.tables.sheets import Sheet
from kontor.flows.imports.tables.taking import TableRow, read_row
from kontor.kernel.actor import Actor
from kontor.kernel.errors import Refused
from kontor.platform.keep.bulk_jobs import open_bulk_job

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
    """Return every row as its columns say it, with the first thing that is wrong in it; nothing of the house is asked."""
    its = KINDS[kind]
    places = {field: sheet.headings.index(heading) for field, heading in columns.items() if heading in sheet.headings}
    found = []
    for number, row in enumerate(sheet.rows, 1):
        told = {field: row[place] for field, place in places.items() if row[place]}
        refusal = None
        try:
            read_row(its, TableRow(number, told, facts))
        except Refused as wrong:
            refusal = wrong
        found.append(Judged(number, told.get(its.called, "") or f"#{number}", told, refusal))
    return found


def open_table_job(*, kind: str, rows: Sequence[Judged], at: datetime, by: Actor) -> int:
    """Write down the rows of a table as a bulk job; nothing is done yet. Returns its id."""
    return open_bulk_job(
        grid=GRID, verb=kind, rows=[(it.number, it.name) for it in rows], told=[it.told for it in rows], at=at, by=by
    )


def _tidy(heading: str) -> str:
    return re.sub(r"[\s_\-]+", " ", heading.casefold()).strip(" *:")
