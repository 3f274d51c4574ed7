"""What an address asks of a grid: conditions, a search, an order, a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _

from kontor.backoffice.parts.conditions import MOST_CONDITIONS, Condition, Op, read_value
from kontor.backoffice.parts.grid import Grid
from kontor.backoffice.typed import TypedWrong

SIZES = (50, 100, 200)
# Parameters that are no condition.
OWN = frozenset({"q", "sort", "after", "before", "size", "view"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a grid. ``faults``: parts of the address that could not be understood, in words."""

    conditions: tuple[Condition, ...] = ()
    term: str = ""
    sort: str = ""
    after: str = ""
    before: str = ""
    size: int = SIZES[0]
    faults: tuple[str, ...] = ()

    def query(self, **other: str) -> str:
        """Return it as the query of an address, without the place in it; ``other`` goes with it."""
        parts = [(it.key, it.text) for it in self.conditions]
        parts += [("q", self.term)] if self.term else []
        parts += [("sort", self.sort)] if self.sort else []
        parts += [("size", str(self.size))] if self.size != SIZES[0] else []
        return urlencode([*parts, *((name, value) for name, value in other.items() if value)])

    def without(self, gone: Condition) -> Asked:
        """Return it without one condition, on the first page."""
        return replace(self, conditions=tuple(it for it in self.conditions if it != gone), after="", before="")

    def with_condition(self, added: Condition) -> Asked:
        """Return it with one condition more, in the place of one that asks the same of the same field."""
        kept = tuple(it for it in self.conditions if it.key != added.key)
        return replace(self, conditions=(*kept, added), after="", before="")

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.conditions or self.term)


def read_asked(grid: Grid, query: str, may: Callable[[str], bool]) -> Asked:
    """Understand the query of an address. What cannot be understood, or is not open to the reader, is left out and told."""
    found: list[Condition] = []
    faults: list[str] = []
    own: dict[str, str] = {}
    for name, text in parse_qsl(query, keep_blank_values=True):
        if name in OWN:
            own[name] = text[:200]
        # All that is a condition has a point in its name; what else stands in an address is nobody's business here.
        if name in OWN or "." not in name:
            continue
        if len(found) >= MOST_CONDITIONS:
            faults.append(_("More than %(most)s conditions are not asked at once.") % {"most": MOST_CONDITIONS})
            break
        try:
            condition = read_condition(grid, name, text, may)
        except TypedWrong as wrong:
            faults.append(str(wrong.message))
            continue
        if condition is None:
            faults.append(_("This condition is not known here, or not open to you: %(name)s") % {"name": name[:60]})
        elif condition not in found:
            found.append(condition)
    size = int(own.get("size", "0")) if own.get("size", "").isascii() and own.get("size", "").isdigit() else 0
    return Asked(
        conditions=tuple(found), term=own.get("q", "").replace("\0", "").strip(),
        sort=own.get("sort", "") if own.get("sort", "").removeprefix("-") in grid.sorts else "",
        after=own.get("after", ""), before=own.get("before", ""), size=size if size in SIZES else SIZES[0],
        faults=tuple(faults),
    )  # fmt: skip


def read_condition(grid: Grid, key: str, text: str, may: Callable[[str], bool]) -> Condition | None:
    """Understand one parameter; None where the grid has no such field for this reader. Refuses: TypedWrong."""
    name, _sign, word = key.partition(".")
    field = grid.field_named(name)
    if field is None or (field.right and not may(field.right)):
        return None
    try:
        op = Op(word)
    except ValueError:
        return None
    if op not in field.operators():
        return None
    read_value(field, op, text)
    return Condition(field, op, text)
