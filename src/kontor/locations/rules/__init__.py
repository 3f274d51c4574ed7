"""Pure judgements about locations: when they ship, how far away they are."""

from kontor.locations.rules.calendar import Calendar, ship_by
from kontor.locations.rules.distance import Point, distance_km, find_point

__all__ = ["Calendar", "Point", "distance_km", "find_point", "ship_by"]
