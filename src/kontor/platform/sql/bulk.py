"""Write and read many rows with one statement: arrays through ``unnest``, never a statement per row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
from django.db import connection, models

Row = TypeVar("Row")
_TEXT_TYPES = ("varchar", "text", "char", "jsonb")


class StatementOutOfPlace(RuntimeError):
    """A statement would run before inserts that stand above it in the code: they wait to be sent together."""


class StatementCounter:
    """Counts statements, each a round trip, for the test that holds the round trips of a batch."""

    round_trips = 0


@contextmanager
def _cursor() -> Iterator[psycopg.Cursor[Any]]:
    """Open a cursor that binds on the server: arrays of a batch travel as parameters, not as text in the statement."""
    _refuse_while_inserts_wait()
    connection.ensure_connection()
    raw = connection.connection
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        StatementCounter.round_trips += 1
        yield cursor


class _Together:
    """Inserts that wait to be sent as one statement."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.parameters: list[Any] = []
        self.last = "SELECT 1"
        self.last_parameters: list[Any] = []

    def send(self) -> None:
        """Send them: each insert is a part of one WITH, so a batch costs one round trip however many tables it fills."""
        if self.parts or self.last_parameters:
            parts = ", ".join(f"w{number} AS ({sql})" for number, sql in enumerate(self.parts))
            execute(f"WITH {parts} {self.last}" if parts else self.last, [*self.parameters, *self.last_parameters])


_waiting: ContextVar[_Together | None] = ContextVar("kontor_together", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Collect the inserts within and send them as one statement at the end; one within another joins the outer one.

    They all see the database as it was before any of them; triggers and constraints judge when all are done.
    """
    if _waiting.get() is not None:
        yield
        return
    collected = _Together()
    token = _waiting.set(collected)
    try:
        with connection.execute_wrapper(_guarded):
            yield
    finally:
        _waiting.reset(token)
    collected.send()


def _refuse_while_inserts_wait() -> None:
    """Refuse a statement that would not see the inserts above it. Raises StatementOutOfPlace."""
    collected = _waiting.get()
    if collected is not None and (collected.parts or collected.last_parameters):
        raise StatementOutOfPlace("inserts wait to be sent together; read before them, or write after them")


def _guarded(execute: Any, sql: Any, parameters: Any, many: Any, context: Any) -> Any:
    _refuse_while_inserts_wait()
    return execute(sql, parameters, many, context)


def finish_with(sql: str, parameters: Sequence[Any]) -> None:
    """Run a SELECT for its effect: at the end of the statement that is being collected, or at once."""
    collected = _waiting.get()
    if collected is None:
        execute(sql, parameters)
    elif collected.last_parameters:
        raise RuntimeError("one statement ends with one SELECT")
    else:
        collected.last, collected.last_parameters = sql, list(_bound(parameters))


def _quoted(value: Any) -> str:
    if value is None:
        return "NULL"
    text = str(value)
    if "\\" in text or '"' in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def array_literal(values: Sequence[Any]) -> str:
    """Return a list as the text of a PostgreSQL array: several times faster than adapting its members one by one."""
    first = next((value for value in values if value is not None), None)
    if isinstance(first, (int, Decimal)) and not isinstance(first, bool):
        if None in values:
            return "{" + ",".join(["NULL" if value is None else str(value) for value in values]) + "}"
        return "{" + ",".join(map(str, values)) + "}"
    if isinstance(first, bytes):
        return "{" + ",".join([f'"\\\\x{value.hex()}"' for value in values]) + "}"
    if None in values:
        return "{" + ",".join(map(_quoted, values)) + "}"
    # Escape all members at once, held apart by the one character that no text in PostgreSQL has.
    joined = "\x00".join(values if isinstance(first, str) else map(str, values))
    if joined.count("\x00") != len(values) - 1:
        return "{" + ",".join(map(_quoted, values)) + "}"
    if "\\" in joined:
        joined = joined.replace("\\", "\\\\")
    if '"' in joined:
        joined = joined.replace('"', '\\"')
    return '{"' + joined.replace("\x00", '","') + '"}' if values else "{}"


def _bound(parameters: Sequence[Any] | Mapping[str, Any]) -> Any:
    """Return the parameters with their lists as array texts."""
    if isinstance(parameters, Mapping):
        return {name: array_literal(value) if isinstance(value, list) else value for name, value in parameters.items()}
    return [array_literal(value) if isinstance(value, list) else value for value in parameters] or None


@lru_cache(maxsize=256)
def _column(model: type[models.Model], name: str) -> tuple[str, str, str]:
    """Return (column, array type, cast) of a field. Text goes in unbounded, so that a too long value is refused, not cut."""
    field: Any = model._meta.get_field(name)
    column: str = field.column
    kind: str = field.db_type(connection)
    kind = {"serial": "integer", "bigserial": "bigint"}.get(kind, kind)
    if kind.endswith("[]"):  # a row's own list: it travels as the text of an array
        return column, "text[]", f"::{kind.split('(')[0]}[]" if "(" in kind else f"::{kind}"
    if kind.startswith(_TEXT_TYPES):
        return column, "text[]", "::jsonb" if kind == "jsonb" else ""
    return column, "numeric[]" if kind.startswith("numeric") else f"{kind}[]", ""


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
    return _insert(_insert_sql(model, shape, tail), [*scalars, *many])


def _insert(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    answers = "RETURNING" in sql
    collected = _waiting.get()
    if collected is not None and not answers:
        collected.parts.append(sql)
        collected.parameters += _bound(parameters)
        return []
    with _cursor() as cursor:
        cursor.execute(sql, _bound(parameters), prepare=True)
        return cursor.fetchall() if answers else []


def insert_selected(sql: str, parameters: Sequence[Any]) -> None:
    """Run an INSERT … SELECT written by hand, joining the statement that is being collected."""
    _insert(sql, parameters)


def select_rows(sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Run a query and return its rows."""
    with _cursor() as cursor:
        cursor.execute(sql, _bound(parameters), prepare=True)
        return cursor.fetchall()


def select_for_values(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a query that is planned for just these values, and return its rows: where one value is rare and another common no plan
    that is kept fits both. Planning costs what it costs: not for the hot paths.
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def select_named(sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
    """Run a query and return each row as what its columns are called: for a few rows that become objects of many fields."""
    with _cursor() as cursor:
        cursor.execute(sql, _bound(parameters), prepare=True)
        return _named(cursor)


def _named(cursor: psycopg.Cursor[Any]) -> list[dict[str, Any]]:
    names = [column.name for column in cursor.description or ()]
    if len(set(names)) != len(names):
        raise TypeError(f"two columns of one name: {', '.join(names)}")
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def select_as(kind: type[Row], sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
    """Run a query and return its rows as objects, each field from the column of its name.

    Raises TypeError where a column has no field, two have one name, or a field without a default has no column.
    """
    return [kind(**row) for row in select_named(sql, parameters)]


@contextmanager
def _writing_cursor() -> Iterator[psycopg.ClientCursor[Any]]:
    """Open a cursor that writes the values into the statement: it is planned for them and for how many rows they mean.

    Everything else shares one plan for one and for many; that one guesses ten, joins ten thousand in nested loops, and walks a
    table for the last day of it.
    """
    _refuse_while_inserts_wait()
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.ClientCursor(connection.connection) as cursor:
        StatementCounter.round_trips += 1
        yield cursor


def select_planned(sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Run a report over thousands of rows, or over the last of millions, planned for its values, and return its rows."""
    with _writing_cursor() as cursor:
        cursor.execute(sql, _bound(parameters))
        return cursor.fetchall()


def select_planned_as(kind: type[Row], sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
    """Run a report as ``select_planned`` does, and return its rows as ``select_as`` does."""
    with _writing_cursor() as cursor:
        cursor.execute(sql, _bound(parameters))
        rows = _named(cursor)
    return [kind(**row) for row in rows]


def execute(sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> int:
    """Run a statement and return how many rows it touched."""
    with _cursor() as cursor:
        cursor.execute(sql, _bound(parameters), prepare=True)
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
