"""The grids of the house, each described by its area."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from kontor.backoffice.access import may
from kontor.backoffice.books.grids import INVOICES
from kontor.backoffice.channels.grids import INBOX, TOLD
from kontor.backoffice.channels.offers import OFFERS
from kontor.backoffice.home.grids import FAILED, MAILS, TRAIL
from kontor.backoffice.imports.grids import IMPORTS
from kontor.backoffice.master_data.grids import ARTICLES, CUSTOMERS
from kontor.backoffice.money.grids import PAYMENTS
from kontor.backoffice.orders.grid import ORDERS
from kontor.backoffice.parts.grid import Grid
from kontor.backoffice.reach import is_divided, limits_of, within
from kontor.backoffice.warehouse.grids import MOVES, SHIPMENTS, STOCK

_ALL = (
    ORDERS, ARTICLES, STOCK, MOVES, SHIPMENTS, CUSTOMERS, INVOICES, PAYMENTS, OFFERS, INBOX, TOLD, FAILED, MAILS, TRAIL,
    IMPORTS,
)  # fmt: skip
GRIDS: dict[str, Grid] = {grid.name: grid for grid in _ALL}


def open_grid(request: HttpRequest, name: str) -> Grid:
    """Return a grid with the rows that are its reader's. Raises 404 where there is none, 403 where it is not open to him."""
    grid = GRIDS.get(name)
    if grid is None:
        raise Http404
    if not grid.is_open(lambda right: may(request, right)):
        raise PermissionDenied
    rights = [right for right in grid.any_right or (grid.right,) if may(request, right)]
    if any(not limits_of(request, right) for right in rights):
        return grid
    if not is_divided(grid.rows().model, limits_of(request, rights[0])):
        raise PermissionDenied
    return replace(grid, rows=lambda: within(request, rights[0], grid.rows()))
