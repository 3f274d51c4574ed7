"""Short forms in which areas describe the fields of their grids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kontor.backoffice.parts.conditions import Choices, Field, Kind, Label, Op
from kontor.backoffice.parts.questions import Narrow, on_column

EXACT = (Op.IS, Op.NOT, Op.IN)
WITH_NONE = (*EXACT, Op.EXISTS, Op.MISSING)
TEXTS = (Op.IS, Op.STARTS, Op.CONTAINS)


def choice_field(name: str, label: Label, choices: Any, narrow: Narrow | None = None, *, none: bool = False) -> Field:
    """Return a field of known values; ``none``: there may be none of them."""
    ops = WITH_NONE if none else EXACT
    return Field(name, label, Kind.CHOICE, narrow or on_column(name, Kind.CHOICE), choices=choices, ops=ops)


def text_field(name: str, label: Label, narrow: Narrow | None = None, *, ops: tuple[Op, ...] = TEXTS) -> Field:
    """Return a field of text."""
    return Field(name, label, Kind.TEXT, narrow or on_column(name, Kind.TEXT, empty=""), ops=ops)


def number_field(
    name: str, label: Label, narrow: Narrow | None = None, *, right: str = "", whole: bool = False
) -> Field:
    """Return a field of numbers; ``whole``: of pieces."""
    return Field(name, label, Kind.NUMBER, narrow or on_column(name, Kind.NUMBER), right=right, whole=whole)


def moment_field(name: str, label: Label, narrow: Narrow | None = None) -> Field:
    """Return a field of points in time."""
    return Field(name, label, Kind.MOMENT, narrow or on_column(name, Kind.MOMENT))


def day_field(name: str, label: Label, narrow: Narrow | None = None) -> Field:
    """Return a field of days."""
    return Field(name, label, Kind.DAY, narrow or on_column(name, Kind.DAY))


def yes_no_field(name: str, label: Label, narrow: Narrow) -> Field:
    """Return a field of yes and no."""
    return Field(name, label, Kind.YES_NO, narrow)


def named(model: Any) -> Choices:
    """Return the rows of a short table by their names."""
    return [(str(key), name) for key, name in model.objects.order_by("name").values_list("id", "name")]


def in_group(label: Label, fields: Sequence[Field]) -> list[Field]:
    """Return fields under a common heading."""
    return [replace(field, group=label) for field in fields]
