"""What orders are worth, as rows for the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from kontor.kernel.money import Taxed
from kontor.orders.models import Order, OrderCharge, OrderLine
from kontor.orders.rules import ChargeValue, LineValue, OrderValue

_LINE = (
    "id", "order_id", "title", "channel_sku", "tax_class", "rate", "ordered", "cancelled", "shipped", "invoiced", "credited",
)  # fmt: skip
_CHARGE = ("id", "order_id", "kind", "title", "tax_class", "rate")
_MONEY = ("net", "tax", "gross")


def value_orders(order_ids: Collection[int]) -> dict[int, OrderValue]:
    """Return what orders are worth, by id; lines and charges as they stand on the order. An unknown id is absent."""
    lines: dict[int, list[LineValue]] = defaultdict(list)
    for row in OrderLine.objects.filter(order_id__in=order_ids).order_by("position").values(*_LINE, *_MONEY):
        agreed = Taxed(*(row.pop(name) for name in _MONEY))
        lines[row["order_id"]].append(LineValue(**row, agreed=agreed))
    charges: dict[int, list[ChargeValue]] = defaultdict(list)
    for row in OrderCharge.objects.filter(order_id__in=order_ids).order_by("id").values(*_CHARGE, *_MONEY):
        agreed = Taxed(*(row.pop(name) for name in _MONEY))
        charges[row["order_id"]].append(ChargeValue(**row, agreed=agreed))
    currencies = Order.objects.filter(id__in=order_ids).order_by("id").values_list("id", "currency")
    return {
        order_id: OrderValue(order_id, currency, tuple(lines[order_id]), tuple(charges[order_id]))
        for order_id, currency in currencies
    }
