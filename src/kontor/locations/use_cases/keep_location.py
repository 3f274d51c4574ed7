"""Enter or change a place that holds stock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypedDict

from kontor.kernel.actor import Actor
from kontor.kernel.errors import NotFound
from kontor.locations.models import ClosedDay, Location
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.keep.masters import keep_master


class LocationFacts(TypedDict, total=False):
    """What is known of a place; what is not named stays as it is."""

    code: str
    name: str
    kind: str
    legal_entity_id: int
    active: bool
    street: str
    postal_code: str
    city: str
    country: str
    latitude: float | None
    longitude: float | None
    timezone: str
    working_days: list[int]
    cut_off: time
    handling_days: int
    capacity_per_day: int | None
    parcel_cost: Decimal


def keep_location(
    *, location_id: int | None, facts: LocationFacts, closed: Mapping[date, str] | None = None, at: datetime, by: Actor
) -> int:
    """A place is entered (``location_id`` None) or changed, and the days on which it is ``closed`` (day → why; None: as before).

    Returns its id. Refuses: NotFound, MasterWrong at its field. Locks: the location.
    """
    place = Location() if location_id is None else _locked(location_id)
    keep_master(place, facts, at=at, by=by)
    if closed is not None:
        _close(place, closed, at=at, by=by)
    return int(place.pk)


def _locked(location_id: int) -> Location:
    found = Location.objects.select_for_update(no_key=True).filter(id=location_id).first()
    if found is None:
        raise NotFound("There is no such location.", location=location_id)
    return found


def _close(place: Location, closed: Mapping[date, str], *, at: datetime, by: Actor) -> None:
    before = dict(ClosedDay.objects.filter(location=place).order_by("on").values_list("on", "reason"))
    if before == dict(closed):
        return
    ClosedDay.objects.filter(location=place).delete()
    ClosedDay.objects.bulk_create(
        [ClosedDay(location=place, on=day, reason=why) for day, why in sorted(closed.items())]
    )
    record_changes(
        subject="location", verb="close_days", at=at, by=by,
        changes=[Change(place.pk, _days(before), _days(closed))],
    )  # fmt: skip


def _days(closed: Mapping[date, str]) -> dict[str, str]:
    return {day.isoformat(): why for day, why in sorted(closed.items())}
