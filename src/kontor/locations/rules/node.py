"""A location as sourcing sees it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kontor.locations.rules.calendar import Calendar
from kontor.locations.rules.distance import Point


@dataclass(frozen=True, slots=True)
class Node:
    """A location as sourcing sees it."""

    id: int
    code: str
    name: str
    kind: str
    country: str
    # Where it lies; None where nobody knows, and no distance is counted.
    point: Point | None
    parcel_cost: Decimal
    capacity_per_day: int | None
    calendar: Calendar
