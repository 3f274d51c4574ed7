"""What the goods of an order had cost."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from kontor.accounting.public import ExchangeRateMissing, find_last_rate
from kontor.catalog.public import list_purchase_prices
from kontor.flows.warehouse.allocation import recipes_of
from kontor.inventory.public import list_issued_costs
from kontor.kernel.clock import local_day
from kontor.legal_entities.public import get_legal_entity
from kontor.orders.public import OrderRow, get_lines


def cost_pieces(order: OrderRow, line_ids: Collection[int]) -> dict[int, Decimal]:
    """Return what one piece of each of some lines of an order had cost, in its currency: on average as the pieces left, else by
    today's purchase prices, kits as their parts; other currencies by the average of the order's month, before that is known by
    the last one that is.

    A line of which that is not known is absent. Refuses: ExchangeRateMissing.
    """
    if not line_ids:
        return {}
    lines = [line for line in get_lines([order.id])[order.id] if line.id in line_ids]
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
    entity = get_legal_entity(order.legal_entity_id)
    if order.currency == entity.currency or not found:
        return found
    day = local_day(order.ordered_at, entity.timezone)
    rate = _per_euro(order.currency, day) / _per_euro(entity.currency, day)
    return {line_id: cost * rate for line_id, cost in found.items()}


def _per_euro(currency: str, day: date) -> Decimal:
    rate = Decimal(1) if currency == "EUR" else find_last_rate(currency, day)
    if rate is None:
        raise ExchangeRateMissing(currency=currency, month=f"{day:%Y-%m}")
    return rate
