"""The front door of locations."""

from kontor.locations.models import (
    LocationKind,
)
from kontor.locations.queries import (
    LocationRow,
    PlaceRow,
    get_location,
    get_locations,
    list_nodes,
    list_places,
    lock_location,
)
from kontor.locations.rules import Calendar, Node, Point, check_way, distance_km, find_point, ship_by
from kontor.locations.use_cases.keep_location import LocationFacts, keep_location

__all__ = [
    "Calendar",
    "LocationFacts",
    "LocationKind",
    "LocationRow",
    "Node",
    "PlaceRow",
    "Point",
    "check_way",
    "distance_km",
    "find_point",
    "get_location",
    "get_locations",
    "keep_location",
    "list_nodes",
    "list_places",
    "lock_location",
    "ship_by",
]
