"""Questions about locations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal

from kontor.kernel.address import Address
from kontor.kernel.errors import NotFound
from kontor.locations.models import ClosedDay, Location
from kontor.locations.rules import Calendar, Node, Point, find_point
from kontor.platform.sql.rows import read_rows


def _point(place: Location) -> Point | None:
    if place.latitude is not None and place.longitude is not None:
        return place.latitude, place.longitude
    return find_point(place.country, place.postal_code)


def list_nodes() -> list[Node]:
    """Return every active location with its calendar."""
    closed: dict[int, set[date]] = defaultdict(set)
    for location_id, day in ClosedDay.objects.values_list("location_id", "on"):
        closed[location_id].add(day)
    return [
        Node(
            id=place.id, code=place.code, name=place.name, kind=place.kind, country=place.country,
            point=_point(place), parcel_cost=place.parcel_cost, capacity_per_day=place.capacity_per_day,
            calendar=Calendar(
                place.timezone, place.country, tuple(place.working_days), place.cut_off, place.handling_days,
                frozenset(closed[place.id]),
            ),
        )
        for place in Location.objects.filter(active=True).order_by("id")
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class LocationRow:
    """A place that holds stock."""

    id: int
    code: str
    name: str
    street: str
    postal_code: str
    city: str
    country: str

    @property
    def sender(self) -> Address:
        """Return the address printed as the sender of a parcel."""
        return Address(
            name=self.name, street=self.street, postal_code=self.postal_code, city=self.city, country=self.country
        )


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place that holds stock, with how it works. ``closed_days``: day → why."""

    id: int
    code: str
    name: str
    kind: str
    legal_entity_id: int
    street: str
    postal_code: str
    city: str
    country: str
    active: bool
    timezone: str
    cut_off: time
    handling_days: int
    working_days: Sequence[int]
    latitude: float | None
    longitude: float | None
    capacity_per_day: int | None
    parcel_cost: Decimal
    closed_days: Mapping[date, str] = field(default_factory=dict)


def list_places(codes: Collection[str] | None = None) -> list[PlaceRow]:
    """Return the places of these codes, active or not, by id; all of them where none is named."""
    rows = Location.objects.order_by("id")
    found = read_rows(PlaceRow, rows if codes is None else rows.filter(code__in=codes))
    closed: dict[int, dict[date, str]] = {it.id: {} for it in found}
    for location_id, day, why in ClosedDay.objects.filter(location_id__in=closed).order_by("on").values_list(
        "location_id", "on", "reason"
    ):  # fmt: skip
        closed[location_id][day] = why
    return [replace(it, closed_days=closed[it.id]) for it in found]


def get_locations() -> dict[int, LocationRow]:
    """Return every location by its id: a merchant has few."""
    return {row.id: row for row in read_rows(LocationRow, Location.objects.order_by("id"))}


def get_location(code: str) -> LocationRow:
    """Return a location by its code. Refuses: NotFound."""
    found = read_rows(LocationRow, Location.objects.filter(code=code))
    if not found:
        raise NotFound("There is no location with this code.", location=code)
    return found[0]


def lock_location(location_id: int) -> None:
    """Nobody else changes this location until the transaction ends."""
    list(Location.objects.select_for_update(no_key=True).filter(id=location_id).values_list("id"))
