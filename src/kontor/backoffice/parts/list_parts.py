"""The parts of a page with a grid: tabs of views, filter bar, table, pager, bulk bar, chooser of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.safestring import SafeString

from kontor.backoffice.parts.conditions import Choices, Field, Label
from kontor.backoffice.parts.grid import BulkVerb


@dataclass(frozen=True, slots=True)
class Tab:
    """A view in the row of tabs. ``key`` names it in addresses, ``active``: it is shown; by ``mail_link`` it goes by mail."""

    key: str
    label: Label
    link: str
    active: bool
    tone: str = ""
    shared: bool = False
    drop_link: str = ""
    home: bool = False
    mail_link: str = ""


@dataclass(frozen=True, slots=True)
class Tabs:
    """The views of a grid, each with a number that follows what happens."""

    template: ClassVar[str] = "backoffice/parts/tabs.html"
    tabs: Sequence[Tab]
    counts_link: str
    set_link: str
    add_link: str = ""
    add_label: Label = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition that narrows the rows; its link leaves it out."""

    label: Label
    op: Label
    value: str
    link: str


@dataclass(frozen=True, slots=True)
class FilterBar:
    """Search, chips, and the form that adds a condition of one of the ``fields``, drawn as options."""

    template: ClassVar[str] = "backoffice/parts/filter_bar.html"
    term: str
    help: Label
    chips: Sequence[Chip]
    faults: Sequence[str]
    fields: SafeString
    link: str
    field_link: str
    filter_link: str
    query: str
    keep_link: str
    hidden: Sequence[tuple[str, str]]
    chooser: ColumnChooser
    sharable: bool
    searchable: bool = True


@dataclass(frozen=True, slots=True)
class FieldForm:
    """Operators and value of a condition that is being added."""

    template: ClassVar[str] = "backoffice/parts/field_form.html"
    field: Field
    ops: Choices
    op: str
    boxes: Sequence[str]
    choices: Choices
    several: bool
    days: bool
    link: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column. ``link`` sorts by it; ``sorted`` says how it is sorted now."""

    name: str
    label: Label
    numeric: bool
    link: str = ""
    sorted: str = ""
    width: int = 0

    @property
    def direction(self) -> str:
        """Return how it is sorted, as pages tell it to those who listen to them."""
        return {"up": "ascending", "down": "descending"}.get(self.sorted, "none")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of drawn cells, each with its marks. ``amount`` and ``currency`` are summed where it is chosen."""

    key: int
    name: str
    cells: Sequence[tuple[SafeString, SafeString]]
    link: str
    preview: str
    amount: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The drawn rows of a page under their heads; ``empty`` is shown where there is none."""

    template: ClassVar[str] = "backoffice/parts/table.html"
    heads: Sequence[Head]
    rows: Sequence[SafeString]
    dense: bool
    choosable: bool
    empty: Empty
    widths_link: str


@dataclass(frozen=True, slots=True)
class Empty:
    """What is said where there is nothing, and the next step."""

    template: ClassVar[str] = "backoffice/parts/empty.html"
    text: Label
    link: str = ""
    step: Label = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """Where the pages beside this one begin."""

    template: ClassVar[str] = "backoffice/parts/pager.html"
    first: str
    before: str
    after: str
    sizes: Sequence[tuple[int, str, bool]]
    shown: int
    # Ways to take all rows out as a table: its name, its address.
    exports: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class BulkBar:
    """What can be done to the chosen rows, and to all that are asked for."""

    template: ClassVar[str] = "backoffice/parts/bulk_bar.html"
    verbs: Sequence[BulkVerb]
    link: str
    query: str
    print_link: str = ""


@dataclass(frozen=True, slots=True)
class ColumnChooser:
    """The columns that there are, those that are shown first and in their order."""

    template: ClassVar[str] = "backoffice/parts/columns.html"
    columns: Sequence[tuple[str, Label, bool]]
    dense: bool
    link: str
    back: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; asks for itself again until it has ended."""

    template: ClassVar[str] = "backoffice/parts/progress.html"
    percent: int
    text: str
    again: str
    ended: bool


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why rows cannot be worked on or were refused: each reason with how many, and some of them by name."""

    template: ClassVar[str] = "backoffice/parts/reasons.html"
    title: str
    reasons: Sequence[tuple[str, int, Sequence[tuple[str, str]]]]
