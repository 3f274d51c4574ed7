"""Write and read many rows with one statement: arrays through ``unnest``, never a statement per row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import psycopg
from django.db import connection, models

_TEXT_TYPES = ("varchar", "text", "char", "jsonb")


class StatementCounter:
    """Counts statements and waits for their results, for the test that holds the round trips of a batch."""

    statements = 0
    round_trips = 0


@contextmanager
def _cursor() -> Iterator[psycopg.Cursor[Any]]:
    """Open a cursor that binds on the server: arrays of a batch travel as parameters, not as text in the statement."""
    connection.ensure_connection()
    raw = connection.connection
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        StatementCounter.statements += 1
        if raw._pipeline is None:
            StatementCounter.round_trips += 1
        yield cursor


@contextmanager
def pipelined() -> Iterator[None]:
    """Send the statements within without waiting for each; the first one that fails is raised at the end."""
    connection.ensure_connection()
    StatementCounter.round_trips += 1
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


@lru_cache(maxsize=256)
def _column(model: type[models.Model], name: str) -> tuple[str, str, str]:
    """Return (column, array type, cast) of a field. Text goes in unbounded, so that a too long value is refused, not cut."""
    field = model._meta.get_field(name)
    kind = field.db_type(connection) or ""  # type: ignore[union-attr]
    kind = {"serial": "integer", "bigserial": "bigint"}.get(kind, kind)
    if kind.startswith(_TEXT_TYPES):
        return field.column, "text[]", "::jsonb" if kind == "jsonb" else ""  # type: ignore[union-attr]
    if kind.startswith("numeric"):
        kind = "numeric"
    return field.column, f"{kind}[]", ""  # type: ignore[union-attr]


@lru_cache(maxsize=256)
def _insert_sql(model: type[models.Model], columns: tuple[tuple[str, bool], ...], tail: str) -> str:
    into, select, arrays, aliases = [], [], [], []
    for position, (name, many) in enumerate(columns):
        column, array_type, cast = _column(model, name)
        into.append(f'"{column}"')
        if many:
            select.append(f"c{position}{cast}")
            arrays.append(f"%s::{array_type}")
            aliases.append(f"c{position}")
        else:
            select.append(f"%s{cast or '::' + array_type[:-2]}")
    return (
        f'INSERT INTO "{model._meta.db_table}" ({", ".join(into)}) SELECT {", ".join(select)} '
        f"FROM unnest({', '.join(arrays)}) AS rows({', '.join(aliases)}) {tail}"
    )


def insert_rows(
    model: type[models.Model], columns: Mapping[str, Any], *, tail: str = "", size: int | None = None
) -> list[tuple[Any, ...]]:
    """Insert one row per position of the lists in ``columns``; a value that is no list is the same in every row.

    JSON columns take their text. ``tail`` is an ``ON CONFLICT …`` or ``RETURNING …`` clause; its rows are returned.
    """
    many = [values for values in columns.values() if isinstance(values, list)]
    if not many or not many[0] or size == 0:
        return []
    shape = tuple((name, isinstance(values, list)) for name, values in columns.items())
    scalars = [values for values in columns.values() if not isinstance(values, list)]
    with _cursor() as cursor:
        cursor.execute(_insert_sql(model, shape, tail), [*scalars, *many], prepare=True)
        return cursor.fetchall() if "RETURNING" in tail else []


def select_rows(sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Run a query and return its rows."""
    with _cursor() as cursor:
        cursor.execute(sql, parameters or None, prepare=True)
        return cursor.fetchall()


def execute(sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> int:
    """Run a statement and return how many rows it touched."""
    with _cursor() as cursor:
        cursor.execute(sql, parameters or None, prepare=True)
        return cursor.rowcount


@lru_cache(maxsize=64)
def _sequence(model: type[models.Model]) -> str:
    return f"{model._meta.db_table}_id_seq"


def draw_ids(wanted: Mapping[type[models.Model], int]) -> list[list[int]]:
    """Draw the next ids of several tables in one round trip, in the order of ``wanted``.

    With the ids known before the write, every table of a batch is one independent statement.
    """
    parts, parameters = [], []
    for position, (model, count) in enumerate(wanted.items()):
        parts.append(f"SELECT {position}, nextval(%s::regclass) FROM generate_series(1, %s)")
        parameters += [_sequence(model), count]
    drawn: list[list[int]] = [[] for _ in wanted]
    for position, drawn_id in select_rows(" UNION ALL ".join(parts), parameters):
        drawn[position].append(drawn_id)
    return drawn
