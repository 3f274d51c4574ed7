"""Pure judgements about locations: when they ship, how far away they are."""

from kontor.locations.rules.calendar import Calendar, ship_by
from kontor.locations.rules.distance import distance_km, find_point

__all__ = ["Calendar", "distance_km", "find_point", "ship_by"]
