"""The tables of locations, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.locations.models import ClosedDay, Location

__all__ = [
    "ClosedDay",
    "Location",
]
