"""The front door of locations."""

from kontor.locations.models import ClosedDay, Location, LocationKind
from kontor.locations.queries import Node, get_location, list_nodes, sender_address
from kontor.locations.rules import Calendar, Point, distance_km, find_point, ship_by

__all__ = [
    "Calendar",
    "ClosedDay",
    "Location",
    "LocationKind",
    "Node",
    "Point",
    "distance_km",
    "find_point",
    "get_location",
    "list_nodes",
    "sender_address",
    "ship_by",
]
