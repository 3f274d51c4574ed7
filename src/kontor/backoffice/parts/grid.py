"""The grid: what one is made of. Each area describes its grids (``<area>/grid.py``); ``backoffice/grid`` shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from django.db.models import QuerySet

from kontor.backoffice.parts.cells import Cell
from kontor.backoffice.parts.conditions import Choices, Field, Label
from kontor.backoffice.parts.printing import Prints
from kontor.kernel.actor import Actor

# What is read beside the rows of a page, for all of them at once: row id → what is known of it.
Loader: TypeAlias = Callable[[Sequence[Any]], Mapping[int, Any]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read beside the rows of a page."""

    by_loader: Mapping[str, Mapping[int, Any]]

    def of(self, loader: str, row: Any, default: Any = None) -> Any:
        """Return what a loader knows of a row."""
        return self.by_loader.get(loader, {}).get(row.pk, default)


@dataclass(frozen=True, slots=True)
class Edit:
    """How a cell is changed in place: what stands in its field, and the verb that what was typed is given to."""

    right: str
    read: Callable[[Any], str]
    work: Callable[[int, Mapping[str, str], datetime, Actor], object]
    most: int = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``cell`` draws it of a row and what its ``needs`` have read; ``edit``: how it is changed in place; ``door``: it
    leads to a page and says nothing, so it is no part of a file.
    """

    name: str
    label: Label
    cell: Callable[[Any, Facts], Cell]
    needs: tuple[str, ...] = ()
    sort: str = ""
    numeric: bool = False
    shown: bool = True
    right: str = ""
    edit: Edit | None = None
    door: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of rows that an index holds: the column, then the id; ``nulls``: rows without a value come last."""

    column: str = "id"
    nulls: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at a grid that everybody finds in it: conditions as in its address."""

    name: str
    label: Label
    query: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class BulkVerb:
    """What can be done to many rows at once, by the verb of that name in ``flows.bulk``.

    It may ask for one of ``choices`` (sent as *reason*) and for a text (``key``, of at most ``most`` signs) before it begins.
    ``grave``: it is shown in red; whether it can be taken back says its work. ``shortcut``: the key that presses it.
    """

    name: str
    label: Label
    right: str
    choices: Callable[[], Choices] | None = None
    key: str = ""
    key_label: Label = ""
    most: int = 500
    required: bool = False
    grave: bool = False
    shortcut: str = ""
    # How the text is read, by whoever typed it: the worker that uses it knows no language.
    read: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid: which rows, how they are narrowed, sorted and shown, and what can be done to them."""

    name: str
    title: Label
    right: str
    rows: Callable[[], QuerySet[Any]]
    columns: Sequence[Column]
    fields: Sequence[Field]
    views: Sequence[View]
    link: Callable[[Any], str] | None = None
    loaders: Mapping[str, Loader] = field(default_factory=dict)
    sorts: Mapping[str, Sort] = field(default_factory=lambda: {"id": Sort()})
    first_sort: str = "-id"
    search: Callable[[str], set[int]] | None = None
    search_help: Label = ""
    bulk: Sequence[BulkVerb] = ()
    # Verbs that only take others back.
    undoing: Sequence[BulkVerb] = ()
    # The column that a row is called by, where many are read at once; and what rows come to, by currency.
    name_column: str = "id"
    sums: Callable[[Sequence[int]], Sequence[tuple[str, Any]]] | None = None
    # Which papers of the chosen rows are printed together.
    prints: Prints | None = None
    preview: Callable[[Any], Mapping[str, Any]] | None = None
    preview_template: str = ""
    # What the sum of the chosen rows adds up: amount and currency of a row.
    sum_of: Callable[[Any], tuple[Any, str]] | None = None
    # What to do where there is nothing yet: a text, and where its link leads.
    empty: Label = ""
    empty_link: Callable[[], str] | None = None
    add_link: Callable[[], str] | None = None
    add_label: Label = ""
    add_right: str = ""
    # What the rows of its jobs are called, where that is not its title.
    counted: Label = ""
    # Where any of several rights opens it, instead of the one.
    any_right: Sequence[str] = ()

    def is_open(self, may: Callable[[str], bool]) -> bool:
        """Whether somebody who may what ``may`` says may see it."""
        return any(may(right) for right in self.any_right or (self.right,))

    def field_named(self, name: str) -> Field | None:
        """Return a field by its name."""
        return next((it for it in self.fields if it.name == name), None)

    def column_named(self, name: str) -> Column | None:
        """Return a column by its name."""
        return next((it for it in self.columns if it.name == name), None)
