"""Questions about orders."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from kontor.kernel.address import address_from
from kontor.kernel.demand import Demand
from kontor.orders.errors import OrderUnknown, PiecesMissing
from kontor.orders.models import Cancellation, Hold, Order, OrderLine, OrderState
from kontor.orders.rules import LineCount, LineFacts, OrderFacts
from kontor.platform.sql.bulk import select_as, select_named, select_rows
from kontor.platform.sql.lock_order import note_lock


@dataclass(frozen=True, slots=True)
class KnownOrder:
    """An order that was taken in before."""

    order_id: int
    uuid: UUID
    number: str


_KNOWN = """
SELECT o.channel_id, o.external_id, o.id, o.uuid, o.number
  FROM unnest(%s::bigint[], %s::text[]) AS asked(channel_id, external_id)
  JOIN orders_order o USING (channel_id, external_id)
"""


def find_known_orders(asked: Sequence[tuple[int, str]]) -> dict[tuple[int, str], KnownOrder]:
    """Return which of the (channel id, external id) are orders already."""
    rows = select_rows(_KNOWN, [[channel for channel, _ in asked], [external for _, external in asked]])
    return {(row[0], row[1]): KnownOrder(row[2], row[3], row[4]) for row in rows}


_LOCK = """
SELECT id, number, state, secured_at IS NOT NULL, ship_to
  FROM orders_order WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE
"""

# Read after the lock is held, in a statement of its own: nobody else changes lines and holds of a locked order.
_COUNTS = """
SELECT order_id, id, ordered, reserved, short, picked, shipped, cancelled FROM orders_orderline WHERE order_id = ANY(%s)
UNION ALL
SELECT order_id, 0, count(*), 0, 0, 0, 0, 0 FROM orders_hold WHERE order_id = ANY(%s) AND lifted_at IS NULL GROUP BY 1
ORDER BY 1, 2
"""


_READ = "SELECT id, number, state, secured_at IS NOT NULL, ship_to FROM orders_order WHERE id = ANY(%s) ORDER BY id"


def lock_orders(order_ids: Iterable[int]) -> dict[int, OrderFacts]:
    """Lock orders in id order and return what the rules look at. Refuses: OrderUnknown."""
    wanted = sorted(set(order_ids))
    note_lock("orders", wanted)
    orders = select_rows(_LOCK, [wanted])
    if len(orders) != len(wanted):
        raise OrderUnknown(asked=len(wanted), found=len(orders))
    return _facts_of(orders)


def look_at_orders(order_ids: Iterable[int]) -> dict[int, OrderFacts]:
    """Return what the rules look at, without a lock: good for telling what would be refused, for nothing else."""
    return _facts_of(select_rows(_READ, [sorted(set(order_ids))]))


def _facts_of(orders: Sequence[Sequence[Any]]) -> dict[int, OrderFacts]:
    ids = [row[0] for row in orders]
    lines: dict[int, list[LineFacts]] = defaultdict(list)
    holds: dict[int, int] = {}
    for order_id, line_id, *counts in select_rows(_COUNTS, [ids, ids]):
        if line_id:
            lines[order_id].append(LineFacts(line_id, *counts))
        else:
            holds[order_id] = counts[0]
    return {
        order_id: OrderFacts(
            order_id, number, state, secured, address_from(json.loads(ship_to)), holds.get(order_id, 0),
            tuple(lines[order_id]),
        )
        for order_id, number, state, secured, ship_to in orders
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineNeed:
    """What a line takes from the stock."""

    id: int
    order_id: int
    sku_id: int
    short: int
    recipe: list[list[int]] | None


def list_undeliverable(order_ids: Collection[int]) -> dict[int, list[str]]:
    """Return which of these orders could go to the warehouse but for their address, each with what it lacks."""
    ready = Order.objects.filter(id__in=list(order_ids), state=OrderState.PLACED, secured_at__isnull=False).order_by(
        "id"
    )
    return {order.id: missing for order in ready if (missing := order.address.missing())}


def is_held_for(order_id: int, reason: str) -> bool:
    """Whether an order is held for this reason."""
    return Hold.objects.filter(order_id=order_id, reason=reason, lifted_at=None).exists()


def list_needs(order_ids: Iterable[int]) -> list[LineNeed]:
    """Return what the lines of orders take from the stock, in order and position."""
    rows = OrderLine.objects.filter(order_id__in=list(order_ids)).order_by("order_id", "position")
    return [LineNeed(**row) for row in rows.values("id", "order_id", "sku_id", "short", "recipe")]


def list_short_orders(sku_ids: Sequence[int]) -> list[int]:
    """Return live orders that wait for any of the SKUs (also as a part of a kit), oldest promise first."""
    rows = select_rows(
        "SELECT o.id FROM orders_order o WHERE o.state IN ('PLACED', 'HELD', 'RELEASED') AND EXISTS ("
        " SELECT 1 FROM orders_orderline l WHERE l.order_id = o.id AND l.short > 0"
        " AND (l.sku_id = ANY(%s) OR l.recipe IS NOT NULL)) ORDER BY o.placed_at, o.id LIMIT 1000",
        [list(sku_ids)],
    )
    return [row[0] for row in rows]


def list_incomplete(order_ids: Collection[int], *, except_of: Collection[int]) -> set[int]:
    """Return the orders that lack pieces; not those of some channels, by their ids."""
    lacking = OrderLine.objects.filter(order_id__in=order_ids, short__gt=0).exclude(order__channel_id__in=except_of)
    return set(lacking.values_list("order_id", flat=True))


def list_leaving_whole(order_ids: Collection[int], *, except_of: Collection[int]) -> set[int]:
    """Return the orders that leave in one parcel; those of some channels, by their ids, may leave in parts."""
    rows = Order.objects.filter(id__in=order_ids).exclude(channel_id__in=except_of)
    return set(rows.values_list("id", flat=True))


def check_complete(order_ids: Collection[int]) -> None:
    """Let no order pass that lacks pieces or has some that nobody fetched yet. Refuses: PiecesMissing."""
    open_lines = OrderLine.objects.filter(order_id__in=order_ids).filter(Q(short__gt=0) | Q(reserved__gt=0))
    if (number := open_lines.order_by("id").values_list("order__number", flat=True).first()) is not None:
        raise PiecesMissing(order=number)


def lock_order_rows(order_ids: Collection[int]) -> None:
    """Lock orders, in the order of their ids, without looking at them."""
    wanted = sorted(set(order_ids))
    select_rows("SELECT FROM orders_order WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", [wanted])
    note_lock("orders", wanted)


def list_with_cancellations(order_ids: Collection[int]) -> set[int]:
    """Return the orders of which a piece was cancelled."""
    lines = OrderLine.objects.filter(order_id__in=order_ids, cancelled__gt=0)
    return set(lines.values_list("order_id", flat=True))


def list_complete_orders(order_ids: Sequence[int]) -> list[int]:
    """Return those of the orders that have not ended and have nothing open."""
    rows = select_rows(
        "SELECT o.id FROM orders_order o WHERE o.id = ANY(%s) AND o.state IN ('PLACED', 'HELD', 'RELEASED') AND NOT EXISTS ("
        " SELECT 1 FROM orders_orderline l WHERE l.order_id = o.id AND l.reserved + l.short + l.picked > 0)"
        " ORDER BY o.id",
        [list(order_ids)],
    )
    return [row[0] for row in rows]


def list_emptied(order_ids: Collection[int]) -> set[int]:
    """Return those of the orders of which no piece is left: cancelled wholly, at once or one by one."""
    rows = select_rows(
        "SELECT o.id FROM orders_order o WHERE o.id = ANY(%s) AND (o.state = 'CANCELLED' OR NOT EXISTS ("
        " SELECT FROM orders_orderline l WHERE l.order_id = o.id AND l.cancelled < l.ordered))",
        [list(order_ids)],
    )
    return {row[0] for row in rows}


@dataclass(frozen=True, slots=True)
class CancellableLine:
    """The line that a told cancellation takes back."""

    line_id: int
    order_id: int


def find_cancellable_line(*, customer_id: int, sku_id: int, quantity: int, before: datetime) -> CancellableLine | None:
    """Return the customer's latest line of a SKU that still has so many pieces to take back."""
    rows = select_as(
        CancellableLine,
        "SELECT l.id AS line_id, l.order_id FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id"
        " WHERE o.customer_id = %s AND l.sku_id = %s AND o.ordered_at <= %s"
        " AND l.ordered - l.cancelled - l.returned >= %s ORDER BY o.ordered_at DESC, l.id DESC LIMIT 1",
        [customer_id, sku_id, before, quantity],
    )
    return rows[0] if rows else None


def list_known_cancellations(channel_id: int, external_ids: Sequence[str]) -> set[str]:
    """Return which cancellations of a channel are recorded already."""
    rows = Cancellation.objects.filter(channel_id=channel_id, external_id__in=external_ids)
    return set(rows.values_list("external_id", flat=True))


_DEMAND = """
SELECT sku_id, sum(pieces)::float8 AS pieces, %(days)s::float8 AS days,
       sum(pieces * pieces)::float8 / sum(pieces) AS clump
  FROM (SELECT o.id, part.sku_id, sum(line.ordered * part.each) AS pieces
          FROM orders_order o JOIN orders_orderline line ON line.order_id = o.id
          CROSS JOIN LATERAL (
              SELECT line.sku_id, 1 AS each WHERE line.recipe IS NULL
              UNION ALL SELECT (entry ->> 0)::bigint, (entry ->> 1)::int FROM jsonb_array_elements(line.recipe) AS entry
          ) AS part
         WHERE o.placed_at > %(since)s::timestamptz AND o.state <> 'CANCELLED'
           AND o.id > (SELECT coalesce(max(id), 0) - %(most)s FROM orders_order)
         GROUP BY o.id, part.sku_id) AS taken
 GROUP BY sku_id
"""
# So many of the newest orders are looked at for the demand; they fit two weeks of the largest merchant.
MOST_DEMAND_ORDERS = 1_500_000


def count_demand(*, since: datetime, days: float) -> dict[int, Demand]:
    """Return how fast each SKU was ordered since then, kits as their parts."""
    facts = {"since": since, "days": days, "most": MOST_DEMAND_ORDERS}
    return {row.pop("sku_id"): Demand(**row) for row in select_named(_DEMAND, facts)}


@dataclass(frozen=True, slots=True)
class CancelledPart:
    """Pieces of a line that were cancelled, with the channel's own names of line and article."""

    order_id: int
    reference: str
    external_line: str
    channel_sku: str
    quantity: int
    by: str


_CANCELLED_PARTS = """
SELECT line.order_id, entry.reference, line.external_id AS external_line, line.channel_sku,
       sum(entry.quantity)::int AS quantity, min(entry.by) AS by
  FROM unnest(%s::bigint[], %s::text[]) AS asked(order_id, reference)
  JOIN orders_orderline line ON line.order_id = asked.order_id
  JOIN orders_lineentry entry ON entry.line_id = line.id AND entry.kind = 'cancelled' AND entry.reference = asked.reference
 GROUP BY line.id, entry.reference ORDER BY line.id
"""


def list_cancelled_parts(asked: Sequence[tuple[int, str]]) -> list[CancelledPart]:
    """Return what was cancelled of orders under these references: (order id, reference)."""
    columns = [[order_id for order_id, _ in asked], [reference for _, reference in asked]]
    return select_as(CancelledPart, _CANCELLED_PARTS, columns)


@dataclass(frozen=True, slots=True)
class ToldOrder:
    """An order as its channel knows it."""

    id: int
    number: str
    channel_id: int
    external_id: str
    state: str
    held_for: tuple[str, ...]


_TOLD = """
SELECT o.id, o.number, o.channel_id, o.external_id, o.state,
       coalesce(array_agg(hold.reason) FILTER (WHERE hold.id IS NOT NULL), '{}')
  FROM orders_order o LEFT JOIN orders_hold hold ON hold.order_id = o.id AND hold.lifted_at IS NULL
 WHERE o.channel_id = %s AND o.external_id = ANY(%s::text[]) GROUP BY o.id
"""


def list_told_orders(channel_id: int, external_ids: Sequence[str]) -> dict[str, ToldOrder]:
    """Return the orders of a channel by the channel's own numbers."""
    rows = select_rows(_TOLD, [channel_id, list(external_ids)])
    return {row[3]: ToldOrder(row[0], row[1], row[2], row[3], row[4], tuple(row[5])) for row in rows}


def list_external_lines(order_id: int) -> dict[str, list[LineCount]]:
    """Return how the lines of an order stand, by the channel's line id."""
    lines: dict[str, list[LineCount]] = defaultdict(list)
    rows = OrderLine.objects.filter(order_id=order_id).order_by("position")
    for external_id, *counts in rows.values_list("external_id", "id", "ordered", "cancelled"):
        lines[external_id].append(LineCount(*counts))
    return dict(lines)
