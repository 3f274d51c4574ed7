"""Lists: rows that are asked for by conditions, searched, sorted, and told a page at a time with the fields that are wanted.

The conditions are those of the grids of the back office, so that an address there is an address here. They come in by a port
(``ListFinder``); the rows themselves are told from the front doors of the rooms.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import GenericAlias
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from ninja import Router, Schema
from ninja.responses import NinjaJSONEncoder
from pydantic import ConfigDict

from kontor.access.public import NotAllowed
from kontor.rest.auth import holder_of
from kontor.rest.finding import FIRST_PAGE, FoundRows, ListUnknown, QueryWrong, Question, finder
from kontor.rest.schemas import MOST_PAGE

# Parameters of every list that are no condition.
OWN = ("q", "sort", "after", "limit", "fields")
MOST_SIGNS = 2000


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
        "__annotations__": {told.key: GenericAlias(list, (told.row,)), "next": str | None},
        "__doc__": "A page of rows; ``next`` goes into ``after`` of the next request, null on the last page.",
    })  # fmt: skip

    def show(request: HttpRequest) -> HttpResponse:
        return tell_page(request, told)

    show.__doc__ = summary
    show.__name__ = f"list_{told.key}"
    router.get(told.path, response=page)(show)
    LISTS[told.path] = told


LISTS: dict[str, RowList] = {}


def list_named(key: str) -> RowList:
    """Return a list by what its rows are called. Refuses: ListUnknown."""
    found = next((it for it in LISTS.values() if it.key == key), None)
    if found is None:
        raise ListUnknown(known=", ".join(sorted(it.key for it in LISTS.values())))
    return found


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
