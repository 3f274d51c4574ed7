"""Lines and charges as they are written for the first time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.kernel.money import Taxed
from kontor.orders.models.ledger import EntryKind, LineEntry
from kontor.orders.models.order import Order, OrderLine
from kontor.platform.models import Event
from kontor.platform.sql.bulk import draw_ids, insert_rows


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line with its confirmed amounts; ``short`` of the ordered pieces have no stock."""

    sku_id: int
    title: str
    channel_sku: str
    quantity: int
    unit_price: Decimal
    rate: Decimal
    amount: Taxed
    short: int
    weight_g: int = 0
    recipe: tuple[tuple[int, int], ...] | None = None
    external_id: str = ""
    ship_by: datetime | None = None
    deliver_by: datetime | None = None
    tax_class: str = "standard"
    price_source: str = ""


@dataclass(frozen=True, slots=True)
class NewCharge:
    """A charge with its confirmed amounts."""

    kind: str
    title: str
    rate: Decimal
    amount: Taxed
    tax_class: str = "standard"


def insert_lines(*, ids: Sequence[int], rows: Sequence[tuple[int, int, NewLine]], at: datetime, by: Actor) -> None:
    """Write lines and their first entries. ``rows``: (order id, position, line)."""
    lines = [line for _, _, line in rows]
    quantities = [line.quantity for line in lines]
    insert_rows(
        OrderLine,
        {
            "id": list(ids),
            "order": [order_id for order_id, _, _ in rows],
            "position": [position for _, position, _ in rows],
            "sku": [line.sku_id for line in lines],
            "title": [line.title for line in lines],
            "channel_sku": [line.channel_sku for line in lines],
            "recipe": [json.dumps(line.recipe) if line.recipe else None for line in lines],
            "weight_g": [line.weight_g for line in lines],
            "unit_price": [line.unit_price for line in lines],
            "tax_class": [line.tax_class for line in lines],
            "rate": [line.rate for line in lines],
            "net": [line.amount.net for line in lines],
            "tax": [line.amount.tax for line in lines],
            "gross": [line.amount.gross for line in lines],
            "ordered": quantities,
            "reserved": [line.quantity - line.short for line in lines],
            "short": [line.short for line in lines],
            "external_id": [line.external_id for line in lines],
            "ship_by": [line.ship_by for line in lines],
            "deliver_by": [line.deliver_by for line in lines],
            # Most orders name their prices themselves.
            **({"price_source": [line.price_source for line in lines]} if any(it.price_source for it in lines) else {}),
        },
    )
    # An ordered piece is born reserved; the entry *short* takes it from there.
    short = [(line_id, line.short) for line_id, line in zip(ids, lines, strict=True) if line.short]
    insert_rows(
        LineEntry,
        {
            "line": list(ids) + [line_id for line_id, _ in short],
            "kind": [EntryKind.ORDERED.value] * len(ids) + [EntryKind.SHORT.value] * len(short),
            "taken_from": [""] * len(ids) + ["reserved"] * len(short),
            "quantity": quantities + [pieces for _, pieces in short],
            "reference": "placed", "at": at, "by": str(by),
        },
    )  # fmt: skip


def draw_order_ids(*, orders: int, lines: int) -> tuple[list[int], list[int], list[int]]:
    """Return ids for so many orders, for so many lines of them, and for the news of the orders: in one round trip, so that every
    table of a batch is written by one independent statement.
    """
    order_ids, line_ids, event_ids = draw_ids({Order: orders, OrderLine: lines, Event: orders})
    return order_ids, line_ids, event_ids
