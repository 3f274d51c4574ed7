"""The grids of the house, each described by its area."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from kontor.backoffice.access import may
from kontor.backoffice.orders.grid import ORDERS
from kontor.backoffice.parts.grid import Grid

GRIDS: dict[str, Grid] = {grid.name: grid for grid in (ORDERS,)}


def open_grid(request: HttpRequest, name: str) -> Grid:
    """Return a grid for its reader. Raises 404 where there is none, 403 where it is not open to him."""
    grid = GRIDS.get(name)
    if grid is None:
        raise Http404
    if not may(request, grid.right):
        raise PermissionDenied
    return grid
