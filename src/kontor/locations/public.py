"""The front door of locations."""

from kontor.locations.models import (
    LocationKind,
)
from kontor.locations.queries import LocationRow, PlaceRow, get_location, get_locations, list_nodes, list_places
from kontor.locations.rules import Calendar, Node, Point, distance_km, find_point, ship_by

__all__ = [
    "Calendar",
    "LocationKind",
    "LocationRow",
    "Node",
    "PlaceRow",
    "Point",
    "distance_km",
    "find_point",
    "get_location",
    "get_locations",
    "list_nodes",
    "list_places",
    "ship_by",
]
