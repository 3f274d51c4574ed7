"""What the goods of an order had cost."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kontor.catalog.public import list_purchase_prices
from kontor.flows.allocation import recipes_of
from kontor.inventory.public import list_issued_costs
from kontor.orders.public import OrderLine


def cost_pieces(lines: Iterable[OrderLine]) -> dict[int, Decimal]:
    """Return what one piece of each line had cost: as the pieces left, else by today's purchase prices, kits as their parts.

    A line of which that is not known is absent.
    """
    lines = list(lines)
    issued = list_issued_costs(line.id for line in lines)
    recipes = recipes_of(lines)
    prices = list_purchase_prices({sku_id for recipe in recipes.values() for sku_id, _ in recipe})
    found = {}
    for line in lines:
        gone = issued.get(line.id)
        if gone is not None and line.shipped and gone.cost and not gone.uncosted:
            found[line.id] = gone.cost / line.shipped
        elif all(sku_id in prices for sku_id, _ in recipes[line.id]):
            found[line.id] = sum((prices[sku_id] * each for sku_id, each in recipes[line.id]), Decimal(0))
    return found
