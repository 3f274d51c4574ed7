"""The grids of the back office find the rows of the API's lists (decision 32)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import override

from kontor.backoffice.grid.registry import GRIDS
from kontor.backoffice.parts.asked import Asked, read_condition
from kontor.backoffice.parts.conditions import MOST_CONDITIONS, Condition, Field
from kontor.backoffice.parts.grid import BulkVerb, Grid
from kontor.backoffice.parts.paging import is_place, narrow, read_page
from kontor.backoffice.typed import TypedWrong
from kontor.rest.finding import FieldTold, FoundRows, QueryWrong, Question, VerbTold

May = Callable[[str], bool]


class GridFinder:
    """Finds rows as the grids do; what it says is English, as all of the API is."""

    def is_open(self, grid: str, may: May) -> bool:
        """Whether the asker may see a list."""
        return GRIDS[grid].is_open(may)

    def list_fields(self, grid: str) -> list[FieldTold]:
        """Return by what it can be narrowed, without the values."""
        with override("en"):
            return [_told(it) for it in GRIDS[grid].fields]

    def list_fields_with_values(self, grid: str, may: May) -> list[FieldTold]:
        """Return by what the asker can narrow it, with the values that there are."""
        with override("en"):
            return [_told(it, values=True) for it in GRIDS[grid].fields if not it.right or may(it.right)]

    def list_sorts(self, grid: str) -> list[str]:
        """Return by what it can be sorted."""
        return list(GRIDS[grid].sorts)

    def find(self, grid: str, asked: Question, may: May) -> FoundRows:
        """Return a page. Refuses: QueryWrong."""
        told = _asked_of(GRIDS[grid], asked, may)
        if not is_place(GRIDS[grid], told):
            raise QueryWrong(field="after", reason="Take it from `next` of the page before, asked in the same way.")
        page = read_page(GRIDS[grid], told)
        return FoundRows([it.pk for it in page.rows], page.after)

    def list_verbs(self, grid: str) -> list[VerbTold]:
        """Return what can be done to many of its rows at once."""
        with override("en"):
            return [_told_verb(it) for it in GRIDS[grid].bulk]

    def choose(self, grid: str, asked: Question, may: May, *, most: int) -> Sequence[tuple[int, str]]:
        """Return all rows that are asked for with what they are called, up to one more than ``most``. Refuses: QueryWrong."""
        told = GRIDS[grid]
        rows = narrow(told, _asked_of(told, asked, may)).order_by("id")
        return [(key, str(name)) for key, name in rows.values_list("id", told.name_column)[: most + 1]]

    def name_rows(self, grid: str, ids: Sequence[int]) -> Sequence[tuple[int, str]]:
        """Return those of the ids that are rows of the list, with what they are called."""
        told = GRIDS[grid]
        rows = told.rows().filter(id__in=ids).order_by("id")
        return [(key, str(name)) for key, name in rows.values_list("id", told.name_column)]


def _asked_of(grid: Grid, asked: Question, may: May) -> Asked:
    if len(asked.conditions) > MOST_CONDITIONS:
        raise QueryWrong(
            field=asked.conditions[-1][0][:60], reason=f"At most {MOST_CONDITIONS} conditions are asked at once."
        )
    if asked.term and grid.search is None:
        raise QueryWrong(field="q", reason="This list has no search.")
    conditions = tuple(_condition(grid, key, text, may) for key, text in asked.conditions)
    term = asked.term.replace("\0", "").strip()
    return Asked(conditions, term, sort=asked.sort, after=asked.after, size=asked.most)


def _condition(grid: Grid, key: str, text: str, may: May) -> Condition:
    with override("en"):
        try:
            found = read_condition(grid, key, text, may)
        except TypedWrong as wrong:
            raise QueryWrong(field=key[:60], reason=str(wrong.message)) from wrong
    if found is None:
        raise QueryWrong(field=key[:60], reason="There is no such condition here, or it is not open to this key.")
    return found


def _told(field: Field, *, values: bool = False) -> FieldTold:
    known = [(str(code), str(label)) for code, label in field.offered()] if values else ()
    return FieldTold(field.name, str(field.label), field.kind.value, [it.value for it in field.operators()], known)


def _told_verb(verb: BulkVerb) -> VerbTold:
    reasons = [str(code) for code, _label in verb.choices()] if verb.choices else ()
    return VerbTold(verb.name, str(verb.label), verb.right, reasons, verb.key, verb.most, verb.required)
