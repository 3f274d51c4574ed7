"""What the order on a page comes to, from the lines and charges that the page has read already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from kontor.kernel.money import Taxed
from kontor.orders.public import ChargeValue, LineValue, OrderValue
from kontor.orders.tables import Order, OrderCharge, OrderLine


def worth_of(order: Order, lines: Sequence[OrderLine], charges: Sequence[OrderCharge]) -> Decimal:
    """Return what an order comes to without what was cancelled."""
    valued = (
        tuple(LineValue(**_told(it, LineValue)) for it in lines),
        tuple(ChargeValue(**_told(it, ChargeValue)) for it in charges),
    )
    return OrderValue(order.pk, order.currency, *valued).left


def _told(row: OrderLine | OrderCharge, kind: type[LineValue | ChargeValue]) -> dict[str, Any]:
    told = {field.name: getattr(row, field.name) for field in fields(kind) if field.name != "agreed"}
    return told | {"agreed": Taxed(row.net, row.tax, row.gross)}
