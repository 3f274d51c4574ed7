"""Companies and locations are read, entered and changed as their pages do; what is not named stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from kontor.customers.public import GroupUnknown, list_groups
from kontor.kernel.actor import Actor
from kontor.kernel.errors import NotFound
from kontor.legal_entities.public import (
    LegalEntityFacts,
    LegalEntityRow,
    keep_legal_entity,
    list_legal_entities,
    lock_legal_entity,
)
from kontor.locations.public import (
    LocationFacts,
    PlaceRow,
    keep_location,
    list_places,
    lock_location,
)
from kontor.rest.auth import require
from kontor.rest.finding import QueryWrong
from kontor.rest.matching import asks_for_match, require_match, tell, with_tag
from kontor.rest.once import do_once
from kontor.rest.rows.house import (
    CompanyChange,
    CompanyIn,
    CompanyOut,
    LocationChange,
    LocationIn,
    LocationOut,
)
from kontor.rest.schemas import Body

router = Router(tags=["house"])
Row = TypeVar("Row")

# What may be told to be none.
_NONE = frozenset(
    "four_eyes_above datev_consultant datev_client latitude longitude capacity_per_day group oversell_risk".split()
)


def facts_of(told: Body) -> dict[str, Any]:
    """Return what is named, by the names of the rooms. Refuses: QueryWrong, GroupUnknown."""
    named = told.model_dump(exclude_unset=True)
    if empty := [name for name, it in named.items() if it is None and name not in _NONE]:
        raise QueryWrong(field=empty[0], reason="This cannot be null: leave it out, or send an empty text.")
    if "legal_entity" in named:
        companies = {it.code: it.id for it in list_legal_entities().values()}
        if named["legal_entity"] not in companies:
            raise QueryWrong(field="legal_entity", reason="There is no such legal entity.")
        named["legal_entity_id"] = companies[named.pop("legal_entity")]
    if "group" in named:
        code, groups = named.pop("group"), list_groups()
        if code is not None and code not in groups:
            raise GroupUnknown(group=code)
        named["group_id"] = None if code is None else groups[code]
    if "commercial_register" in named:
        named["register"] = named.pop("commercial_register")
    if "cut_off" in named:
        named["cut_off"] = time.fromisoformat(named["cut_off"])
    if "working_days" in named:
        named["working_days"] = sorted(set(named["working_days"]))
    if "capabilities" in named:
        named["capabilities"] = [it.value for it in dict.fromkeys(named["capabilities"])]
    return {name: getattr(it, "value", it) for name, it in named.items()}


def _found(rows: Sequence[Row], **asked: str) -> Row:
    if not rows:
        raise NotFound("There is nothing of this code.", **asked)
    return rows[0]


def _company(code: str) -> LegalEntityRow:
    return _found([it for it in list_legal_entities().values() if it.code == code], legal_entity=code[:40])


def _place(code: str) -> PlaceRow:
    return _found(list_places([code.replace("\0", "")]), location=code[:40])


def company_of(row: LegalEntityRow) -> CompanyOut:
    """Return a legal entity as it is told."""
    told = {name: getattr(row, name, None) for name in CompanyOut.model_fields} | {"commercial_register": row.register}
    return CompanyOut.model_validate(told)


def location_of(row: PlaceRow, companies: Mapping[int, LegalEntityRow]) -> LocationOut:
    """Return a location as it is told."""
    told = {name: getattr(row, name, None) for name in LocationOut.model_fields} | {
        "legal_entity": companies[row.legal_entity_id].code, "cut_off": f"{row.cut_off:%H:%M}",
        "closed_days": {day.isoformat(): why for day, why in row.closed_days.items()},
    }  # fmt: skip
    return LocationOut.model_validate(told)


def _read_company(code: str) -> CompanyOut:
    return company_of(_company(code))


def _read_location(code: str) -> LocationOut:
    return location_of(_place(code), list_legal_entities())


def keep_once(
    request: HttpRequest, right: str, status: int, keep: Callable[[datetime, Actor], object], read: Callable[[], Schema]
) -> HttpResponse:
    """Do it once and answer with the whole of what is kept then."""
    by = require(request, right)

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        keep(at, by)
        return status, read().model_dump(mode="json")

    return with_tag(do_once(request, by, work))


def check_match(request: HttpRequest, lock: Callable[[int], None], key: int, read: Callable[[], Schema]) -> None:
    """Hold what is changed where its sender says what he has seen. Refuses: ChangedSince."""
    if asks_for_match(request):
        lock(key)
        require_match(request, read())


@router.get("/legal-entities", response=list[CompanyOut])
def list_companies(request: HttpRequest) -> list[CompanyOut]:
    """Return the companies of the merchant, by id."""
    require(request, "legal_entities:read")
    return [company_of(it) for it in list_legal_entities().values()]


@router.get("/legal-entities/{legal_entity}", response=CompanyOut)
def show_company(request: HttpRequest, legal_entity: str) -> HttpResponse:
    """Return a legal entity."""
    require(request, "legal_entities:read")
    return tell(request, _read_company(legal_entity))


@router.post("/legal-entities", response={201: CompanyOut})
def add_company(request: HttpRequest, company: CompanyIn) -> HttpResponse:
    """Enter a legal entity."""

    def keep(at: datetime, by: Actor) -> None:
        facts = facts_of(company)
        abroad = facts.pop("registrations", None)
        keep_legal_entity(legal_entity_id=None, facts=cast(LegalEntityFacts, facts), registrations=abroad, at=at, by=by)

    return keep_once(request, "legal_entities:write", 201, keep, lambda: _read_company(company.code))


@router.patch("/legal-entities/{legal_entity}", response=CompanyOut)
def change_company(request: HttpRequest, legal_entity: str, change: CompanyChange) -> HttpResponse:
    """Change what is named of a legal entity. Who raises the limit of four eyes is told to everybody who reads alarms."""

    def keep(at: datetime, by: Actor) -> None:
        facts, key = facts_of(change), _company(legal_entity).id
        check_match(request, lock_legal_entity, key, lambda: _read_company(legal_entity))
        abroad = facts.pop("registrations", None)
        keep_legal_entity(legal_entity_id=key, facts=cast(LegalEntityFacts, facts), registrations=abroad, at=at, by=by)

    return keep_once(request, "legal_entities:write", 200, keep, lambda: _read_company(legal_entity))


@router.get("/locations", response=list[LocationOut])
def list_locations(request: HttpRequest) -> list[LocationOut]:
    """Return all places that hold stock, by id."""
    require(request, "locations:read")
    companies = list_legal_entities()
    return [location_of(it, companies) for it in list_places()]


@router.get("/locations/{location}", response=LocationOut)
def show_location(request: HttpRequest, location: str) -> HttpResponse:
    """Return a place that holds stock."""
    require(request, "locations:read")
    return tell(request, _read_location(location))


@router.post("/locations", response={201: LocationOut})
def add_location(request: HttpRequest, location: LocationIn) -> HttpResponse:
    """Enter a place that holds stock."""

    def keep(at: datetime, by: Actor) -> None:
        facts = facts_of(location)
        closed = facts.pop("closed_days", None)
        keep_location(location_id=None, facts=cast(LocationFacts, facts), closed=closed, at=at, by=by)

    return keep_once(request, "locations:write", 201, keep, lambda: _read_location(location.code))


@router.patch("/locations/{location}", response=LocationOut)
def change_location(request: HttpRequest, location: str, change: LocationChange) -> HttpResponse:
    """Change what is named of a place that holds stock. ``closed_days`` are all of them from now on."""

    def keep(at: datetime, by: Actor) -> None:
        facts, key = facts_of(change), _place(location).id
        check_match(request, lock_location, key, lambda: _read_location(location))
        closed = facts.pop("closed_days", None)
        keep_location(location_id=key, facts=cast(LocationFacts, facts), closed=closed, at=at, by=by)

    return keep_once(request, "locations:write", 200, keep, lambda: _read_location(location))
