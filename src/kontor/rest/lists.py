"""Lists: rows that are asked for by conditions, searched, sorted, and told a page at a time with the fields that are wanted.

The conditions are those of the grids of the back office, so that an address there is an address here. They come in by a port
(``ListFinder``); the rows themselves are told from the front doors of the rooms.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse, QueryDict
from ninja import Router, Schema
from ninja.responses import NinjaJSONEncoder
from pydantic import ConfigDict

from kontor.access.public import NotAllowed
from kontor.kernel.errors import NotFound, Refused
from kontor.rest.auth import holder_of
from kontor.rest.schemas import MOST_PAGE

FIRST_PAGE = 50
# Parameters of every list that are no condition.
OWN = ("q", "sort", "after", "limit", "fields")
MOST_SIGNS = 2000


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


def _nothing_required(schema: dict[str, Any]) -> None:
    schema.pop("required", None)


class Row(Schema):
    """A row of a list; with ``fields`` it has these alone."""

    model_config = ConfigDict(json_schema_extra=_nothing_required)


# Old names of conditions: a parameter's text → the condition, None: no row meets it.
Alias = Callable[[str], tuple[str, str] | None]
# Texts by which programs name rows → their ids; what names none is absent.
ReadKeys = Callable[[Sequence[str]], Mapping[str, int]]
Tell = Callable[[Sequence[int]], Mapping[int, Mapping[str, Any]]]


def read_numbers(texts: Sequence[str]) -> dict[str, int]:
    """Return the numbers among the texts."""
    return {it: int(it) for it in texts if it.isascii() and it.isdigit() and len(it) <= 18}


@dataclass(frozen=True, slots=True)
class RowList:
    """A list of the API. ``key``: what its rows are called in the answer; ``grid``: by whose conditions they are found."""

    path: str
    key: str
    grid: str
    row: type[Row]
    tell: Tell
    sort: str = "-id"
    aliases: Mapping[str, Alias] = field(default_factory=dict)
    read_keys: ReadKeys = read_numbers


def add_list(router: Router, told: RowList, *, summary: str) -> None:
    """Add the operation that tells a list."""
    page = type(f"{told.row.__name__}Page", (Schema,), {
        "__annotations__": {told.key: list[told.row], "next": str | None},  # type: ignore[name-defined]
        "__doc__": "A page of rows; ``next`` goes into ``after`` of the next request, null on the last page.",
    })  # fmt: skip

    def show(request: HttpRequest) -> HttpResponse:
        return tell_page(request, told)

    show.__doc__ = summary
    show.__name__ = f"list_{told.key}"
    router.get(told.path, response=page)(show)
    LISTS[told.path] = told


LISTS: dict[str, RowList] = {}


def tell_page(request: HttpRequest, told: RowList) -> HttpResponse:
    """Answer with the page that is asked for. Refuses: NotAllowed, QueryWrong."""
    may = holder_of(request).may
    if not finder().is_open(told.grid, may):
        raise NotAllowed("This API key is not scoped for that.")
    wanted = _read_fields(request.GET.get("fields", ""), told)
    asked = read_question(request.GET, told)
    found = finder().find(told.grid, asked, may) if asked is not None else FoundRows((), "")
    rows = told.tell(found.ids)
    answer = {
        told.key: [
            told.row.model_construct(**{name: it for name, it in rows[key].items() if name in wanted}).model_dump(
                mode="json", exclude_unset=True
            )
            for key in found.ids
            if key in rows
        ],
        "next": _write_place(found.next),
    }
    return HttpResponse(NinjaJSONEncoder(ensure_ascii=False).encode(answer), content_type="application/json")


def read_question(sent: QueryDict, told: RowList) -> Question | None:
    """Understand the parameters of an address; None where no row can meet them. Refuses: QueryWrong."""
    conditions: list[tuple[str, str]] = []
    for name, texts in sent.lists():
        for text in texts:
            if len(text) > MOST_SIGNS:
                raise QueryWrong(field=name[:60], reason="This is too long.")
            if name in told.aliases:
                condition = told.aliases[name](text.replace("\0", ""))
                if condition is None:
                    return None
                conditions.append(condition)
            elif name not in OWN:
                conditions.append((name, text))
    sort = sent.get("sort", "") or told.sort
    if sort.removeprefix("-") not in finder().list_sorts(told.grid):
        raise QueryWrong(field="sort", reason="It is not sorted by that.")
    return Question(
        conditions, sent.get("q", ""), sort, _read_place(sent.get("after", "")), _read_limit(sent.get("limit", ""))
    )


# A place that is no plain number is written so that it needs no quoting in an address.
_PLACE = "p."


def _write_place(place: str) -> str | None:
    if not place or place.isdigit():
        return place or None
    return _PLACE + urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _read_place(text: str) -> str:
    if not text.startswith(_PLACE):
        return text
    plain = text.removeprefix(_PLACE)
    try:
        return urlsafe_b64decode(plain + "=" * (-len(plain) % 4)).decode()
    except (ValueError, UnicodeDecodeError):
        return text


def _read_limit(text: str) -> int:
    if not text:
        return FIRST_PAGE
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= MOST_PAGE):
        raise QueryWrong(field="limit", reason=f"A page has 1 to {MOST_PAGE} rows.")
    return int(text)


def _read_fields(text: str, told: RowList) -> frozenset[str]:
    known = frozenset(told.row.model_fields)
    wanted = {name.strip() for name in text.split(",") if name.strip()}
    if unknown := wanted - known:
        raise QueryWrong(field="fields", reason=f"These rows have no {', '.join(sorted(unknown))[:200]}.")
    return frozenset(wanted) or known


_OWN_PARAMETERS = (
    ("q", {"type": "string", "maxLength": 200}, "Search, as in the search field of the grid."),
    ("after", {"type": "string", "maxLength": 200}, "``next`` of the page before."),
    ("limit", {"type": "integer", "minimum": 1, "maximum": MOST_PAGE, "default": FIRST_PAGE}, "Rows of a page."),
)
_DATE = {"type": "string", "format": "date"}
_OF_KIND: Mapping[str, dict[str, Any]] = {
    "number": {"type": "number", "minimum": -(10**9), "maximum": 10**9, "multipleOf": 0.01}, "moment": _DATE, "day": _DATE,
    "yes_no": {"type": "string", "enum": ["yes", "no"]}, "text": {"type": "string", "minLength": 1, "maxLength": 200},
}  # fmt: skip
_OF_OPERATOR: Mapping[str, dict[str, Any]] = {
    "between": {"type": "string", "maxLength": 60, "description": "from..to"},
    "in": {"type": "string", "maxLength": 400, "description": "several, with commas"},
    "last_days": {"type": "integer", "minimum": 1, "maximum": 3660},
    "next_days": {"type": "integer", "minimum": 1, "maximum": 3660},
}
_BARE = frozenset({"today", "before_today", "exists", "missing"})


def describe_parameters(told: RowList) -> list[dict[str, Any]]:
    """Return the parameters of a list for the description of the API."""
    found = [_parameter(name, schema, text) for name, schema, text in _OWN_PARAMETERS]
    sorts = [f"{sign}{it}" for it in finder().list_sorts(told.grid) for sign in ("", "-")]
    found.append(
        _parameter("sort", {"type": "string", "enum": sorts, "default": told.sort}, "What they are sorted by.")
    )
    names = ", ".join(told.row.model_fields)
    found.append(_parameter("fields", {"type": "string", "maxLength": 400}, f"Only these, with commas: {names}."))
    found += [_parameter(name, {"type": "string", "maxLength": 200}, "An equal condition.") for name in told.aliases]
    for it in finder().list_fields(told.grid):
        for op in it.operators:
            if op in _BARE:
                schema: dict[str, Any] = {"type": "string", "maxLength": 0}
            else:
                schema = _OF_OPERATOR.get(op) or _OF_KIND.get(it.kind) or {"type": "string", "maxLength": 200}
            known = _parameter(f"{it.name}.{op}", schema, f"{it.label}: {op.replace('_', ' ')}.")
            found.append(known | ({"allowEmptyValue": True} if op in _BARE else {}))
    return found


def _parameter(name: str, schema: dict[str, Any], text: str) -> dict[str, Any]:
    return {"in": "query", "name": name, "required": False, "schema": schema, "description": text}
