"""Pure judgements about locations: when they ship, how far away they are."""

from kontor.locations.rules.calendar import Calendar, ship_by
from kontor.locations.rules.carrying import check_way
from kontor.locations.rules.distance import Point, distance_km, find_point
from kontor.locations.rules.node import Node

__all__ = [
    "Calendar",
    "Node",
    "Point",
    "check_way",
    "distance_km",
    "find_point",
    "ship_by",
]
