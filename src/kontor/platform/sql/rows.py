"""Frozen rows: what a question hands out instead of a table."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from django.db.models import QuerySet

from kontor.kernel.errors import NotFound

Row = TypeVar("Row")


def column(path: str) -> Any:
    """Say from which column of the queryset a field of a frozen row is read, where that is not the one of its name."""
    return dataclasses.field(metadata={"column": path})


_COLUMNS: dict[type[Any], tuple[str, ...]] = {}


def _columns(kind: type[Any]) -> tuple[str, ...]:
    if kind not in _COLUMNS:
        none = dataclasses.MISSING
        told = [it for it in dataclasses.fields(kind) if it.default is none and it.default_factory is none]
        _COLUMNS[kind] = tuple(it.metadata.get("column", it.name) for it in told)
    return _COLUMNS[kind]


def read_row(kind: type[Row], rows: QuerySet[Any], **asked: object) -> Row:
    """Return the one row of a queryset as a frozen row. Refuses: NotFound, with what was ``asked`` for, where there is none."""
    found = read_rows(kind, rows[:1])
    if not found:
        raise NotFound("There is nothing of this number.", **asked)
    return found[0]


def read_rows(kind: type[Row], rows: QuerySet[Any]) -> list[Row]:
    """Return the rows of a queryset as frozen rows of a kind, each field from the column of its name: one statement, which reads
    no other column, and nothing that could be written back. A field that has a default is left to the question.
    """
    # The columns are asked for in the order of the fields: position is name here.
    return [kind(*values) for values in rows.values_list(*_columns(kind))]
