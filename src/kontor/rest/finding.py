"""The port by which the API asks for rows: in the words of the house's lists, without knowing who finds them (decision 32)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from kontor.kernel.errors import NotFound, Refused

FIRST_PAGE = 50


class QueryWrong(Refused):
    """This part of the address cannot be understood here; *reason* says why, *field* names it."""

    code = "request.query_wrong"


class ListUnknown(NotFound):
    """There is no such list."""

    code = "request.list_unknown"


@dataclass(frozen=True, slots=True)
class FieldTold:
    """By what a list can be narrowed. ``values``: those that there are to choose from, with their words."""

    name: str
    label: str
    kind: str
    operators: Sequence[str]
    values: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a list: conditions as (``field.operator``, value), and a page."""

    conditions: Sequence[tuple[str, str]] = ()
    term: str = ""
    sort: str = ""
    after: str = ""
    most: int = FIRST_PAGE


@dataclass(frozen=True, slots=True)
class FoundRows:
    """The ids of the rows of a page in their order, and where the next one begins; empty: this is the last."""

    ids: Sequence[int]
    next: str


@dataclass(frozen=True, slots=True)
class VerbTold:
    """What can be done to many rows at once. ``reasons``: one has to be given; ``text``: the name of a text that goes with it."""

    name: str
    label: str
    right: str
    reasons: Sequence[str]
    text: str
    most: int
    required: bool


class ListFinder(Protocol):
    """Finds rows by the conditions of the house's lists. ``may`` says what the asker may."""

    def is_open(self, grid: str, may: Callable[[str], bool]) -> bool:
        """Whether the asker may see a list."""

    def list_fields(self, grid: str) -> Sequence[FieldTold]:
        """Return by what it can be narrowed, without the values."""

    def list_fields_with_values(self, grid: str, may: Callable[[str], bool]) -> Sequence[FieldTold]:
        """Return by what the asker can narrow it, with the values that there are."""

    def list_sorts(self, grid: str) -> Sequence[str]:
        """Return by what it can be sorted."""

    def find(self, grid: str, asked: Question, may: Callable[[str], bool]) -> FoundRows:
        """Return a page. Refuses: QueryWrong."""

    def list_verbs(self, grid: str) -> Sequence[VerbTold]:
        """Return what can be done to many of its rows at once."""

    def choose(self, grid: str, asked: Question, may: Callable[[str], bool], *, most: int) -> Sequence[tuple[int, str]]:
        """Return all rows that are asked for with what they are called, up to one more than ``most``. Refuses: QueryWrong."""

    def name_rows(self, grid: str, ids: Sequence[int]) -> Sequence[tuple[int, str]]:
        """Return those of the ids that are rows of the list, with what they are called."""


_installed: list[ListFinder] = []


def install_finder(finder: ListFinder) -> None:
    """Say who finds rows; the wiring does so once."""
    _installed[:] = [finder]


def finder() -> ListFinder:
    """Return who finds rows."""
    return _installed[0]
