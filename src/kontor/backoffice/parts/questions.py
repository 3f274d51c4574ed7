"""How the fields of a grid ask: a column of the row itself, rows of another table that belong to it, or a plain yes or no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet

from kontor.backoffice.parts.conditions import YES, Kind, Op, Value, days_of, moment_of

Narrow: TypeAlias = Callable[[Op, Value], Q]
# Rows of a table that belong to the rows of a grid; read anew for each question.
Rows: TypeAlias = Callable[[], QuerySet[Any]]
# Operators that say what is not: over rows of another table they turn the whole question round, not each row's.
_TURNED = {Op.NOT: Op.IS, Op.MISSING: Op.EXISTS}


def on_column(path: str, kind: Kind, *, empty: Any = None) -> Narrow:
    """Ask a column; ``empty``: what stands in it where there is nothing (None, or an empty text)."""

    def narrow(op: Op, value: Value) -> Q:
        if op in _TURNED:
            return ~narrow(_TURNED[op], value)
        if op is Op.EXISTS:
            return Q(**{f"{path}__isnull": False}) if empty is None else ~Q(**{path: empty})
        if kind in (Kind.MOMENT, Kind.DAY):
            return _between_days(path, op, value, moments=kind is Kind.MOMENT)
        if kind is Kind.NUMBER and op is Op.BETWEEN:
            return Q(**{f"{path}__gte": value[0], f"{path}__lte": value[1]})
        return Q(**{f"{path}{_LOOKUPS[op]}": value})

    return narrow


def on_key(column: str, key: str) -> Narrow:
    """Ask a text within a column that holds several by their names. What is asked exactly is found by an index on all of them."""
    by_text = on_column(f"{column}__{key}", Kind.TEXT)

    def narrow(op: Op, value: Value) -> Q:
        match op:
            case Op.NOT | Op.MISSING:
                return ~narrow(_TURNED[op], value)
            case Op.EXISTS:
                return Q(**{f"{column}__has_key": key})
            case Op.IS:
                return Q(**{f"{column}__contains": {key: value}})
            case Op.IN:
                found = Q()
                for it in value:
                    found |= Q(**{f"{column}__contains": {key: it}})
                return found
        return by_text(op, value)

    return narrow


_LOOKUPS = {
    Op.IS: "", Op.IN: "__in", Op.CONTAINS: "__icontains", Op.STARTS: "__startswith", Op.LEAST: "__gte", Op.MOST: "__lte",
}  # fmt: skip


def _between_days(path: str, op: Op, value: Value, *, moments: bool) -> Q:
    first, behind = days_of(op, value)
    told: dict[str, Any] = {}
    if first is not None:
        told[f"{path}__gte"] = moment_of(first) if moments else first
    if behind is not None:
        told[f"{path}__lt"] = moment_of(behind) if moments else behind
    return Q(**told)


def has_rows(rows: QuerySet[Any], owner: str, *, of: str = "id") -> Q:
    """Ask whether rows of another table belong to a row; ``owner``: their column with the row's ``of``.

    Asked as EXISTS, never as NOT IN: it becomes a join in both directions, and a row without an owner harms nothing.
    """
    return Q(Exists(rows.filter(**{owner: OuterRef(of)})))


def on_rows(rows: Rows, owner: str, narrow: Narrow | None = None, *, of: str = "id") -> Narrow:
    """Ask the rows of another table that belong to a row.

    Without ``narrow`` only whether there is such a row (is yes or no, exists, missing) can be asked.
    """

    def ask(op: Op, value: Value) -> Q:
        if op in _TURNED:
            return ~ask(_TURNED[op], value)
        if op is Op.EXISTS or narrow is None:
            found = has_rows(rows(), owner, of=of)
            return found if op is Op.EXISTS or value == YES else ~found
        return has_rows(rows().filter(narrow(op, value)), owner, of=of)

    return ask


def on_each(question: Callable[[str], Q]) -> Narrow:
    """Ask a question for each value that it knows."""

    def ask(op: Op, value: Value) -> Q:
        if op is Op.NOT:
            return ~question(value)
        found = Q()
        for it in value if op is Op.IN else [value]:
            found |= question(it)
        return found

    return ask


def rows_of(model: Any, **told: Any) -> Rows:
    """Return how the rows of a table are read, or those of them that are so."""
    return lambda: model.objects.filter(**told)


def on_yes(question: Callable[[], Q]) -> Narrow:
    """Ask yes or no."""
    return lambda op, value: question() if value == YES else ~question()
