"""Questions about orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from kontor.kernel.address import address_from
from kontor.orders.errors import OrderUnknown
from kontor.orders.models import Order, OrderLine
from kontor.orders.rules import LineFacts, OrderFacts
from kontor.platform.bulk import select_rows


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


def lock_orders(order_ids: Iterable[int]) -> dict[int, OrderFacts]:
    """Lock orders in id order and return what the rules look at. Refuses: OrderUnknown."""
    wanted = sorted(set(order_ids))
    orders = list(Order.objects.select_for_update(of=("self",), no_key=True).filter(id__in=wanted).order_by("id"))
    if len(orders) != len(wanted):
        raise OrderUnknown(asked=len(wanted), found=len(orders))
    lines: dict[int, list[LineFacts]] = defaultdict(list)
    columns = ("order_id", "id", "ordered", "reserved", "short", "picked", "shipped", "cancelled")
    for order_id, *counts in OrderLine.objects.filter(order_id__in=wanted).order_by("id").values_list(*columns):
        lines[order_id].append(LineFacts(*counts))
    held = Order.objects.filter(id__in=wanted).annotate(open=Count("holds", filter=Q(holds__lifted_at=None)))
    holds = dict(held.values_list("id", "open"))
    return {
        order.id: OrderFacts(
            order.id, order.number, order.state, order.secured_at is not None, address_from(order.ship_to),
            holds[order.id], tuple(lines[order.id]),
        )
        for order in orders
    }  # fmt: skip


def get_order(uuid: UUID) -> Order:
    """Return an order by its uuid. Refuses: OrderUnknown."""
    order = Order.objects.select_related("channel", "customer").filter(uuid=uuid).first()
    if order is None:
        raise OrderUnknown(order=uuid)
    return order


def find_order(text: str) -> Order | None:
    """Return the order with this number or their number."""
    return Order.objects.filter(Q(number=text) | Q(external_id=text)).order_by("-id").first()


@dataclass(frozen=True, slots=True)
class ShortLine:
    """A line that waits for stock."""

    line_id: int
    order_id: int
    short: int


def list_short_orders(sku_ids: Sequence[int]) -> list[int]:
    """Return live orders that wait for any of the SKUs (also as a part of a kit), oldest promise first."""
    rows = select_rows(
        "SELECT o.id FROM orders_order o WHERE o.state IN ('PLACED', 'HELD', 'RELEASED') AND EXISTS ("
        " SELECT 1 FROM orders_orderline l WHERE l.order_id = o.id AND l.short > 0"
        " AND (l.sku_id = ANY(%s) OR l.recipe IS NOT NULL)) ORDER BY o.placed_at, o.id LIMIT 1000",
        [list(sku_ids)],
    )
    return [row[0] for row in rows]


def list_lines(order_ids: Sequence[int]) -> list[OrderLine]:
    """Return the lines of orders in order and position."""
    return list(OrderLine.objects.filter(order_id__in=order_ids).select_related("sku").order_by("order_id", "position"))


def list_settled_orders(order_ids: Sequence[int]) -> list[int]:
    """Return those of the orders that are released and have nothing open."""
    rows = select_rows(
        "SELECT o.id FROM orders_order o WHERE o.id = ANY(%s) AND o.state = 'RELEASED' AND NOT EXISTS ("
        " SELECT 1 FROM orders_orderline l WHERE l.order_id = o.id AND l.reserved + l.short + l.picked > 0)"
        " ORDER BY o.id",
        [list(order_ids)],
    )
    return [row[0] for row in rows]
