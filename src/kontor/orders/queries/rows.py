"""Orders, their lines and charges as others see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef

from kontor.kernel.actor import ActorKind, read_actor
from kontor.kernel.address import Address, address_from
from kontor.orders.errors import OrderUnknown
from kontor.orders.models import Hold, HoldReason, Order, OrderCharge, OrderLine, OrderNote, OrderState
from kontor.platform.models import Event
from kontor.platform.sql.bulk import select_rows
from kontor.platform.sql.rows import column, read_rows


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order's head."""

    id: int
    uuid: UUID
    number: str
    legal_entity_id: int
    channel_id: int
    external_id: str
    customer_id: int
    state: str
    currency: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    payment: str
    payment_account: str
    payment_reference: str
    secured_at: datetime | None
    tax_case: str
    vat_id: str
    told_total: Decimal | None
    told_tax: Decimal | None
    ship_to: Mapping[str, Any]
    bill_to: Mapping[str, Any] | None
    language: str
    tags: list[str]
    ordered_at: datetime
    placed_at: datetime
    ship_by: datetime | None
    acknowledge_by: datetime | None

    @property
    def address(self) -> Address:
        """Return where it goes."""
        return address_from(dict(self.ship_to))

    @property
    def invoice_address(self) -> Address:
        """Return who is invoiced."""
        return address_from(dict(self.bill_to or self.ship_to))


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of an order with its counts. ``recipe``: what a kit was sold with, [[part SKU id, quantity in one kit], …]."""

    id: int
    order_id: int
    position: int
    sku_id: int
    title: str
    channel_sku: str
    recipe: list[list[int]] | None
    unit_price: Decimal
    price_source: str
    tax_class: str
    rate: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal
    ordered: int
    reserved: int
    short: int
    picked: int
    shipped: int
    cancelled: int
    invoiced: int
    external_id: str
    weight_g: int
    ship_by: datetime | None
    deliver_by: datetime | None


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """What is paid beside the goods."""

    id: int
    order_id: int
    kind: str
    title: str
    tax_class: str
    rate: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True)
class HoldRow:
    """What stops an order."""

    id: int
    order_id: int
    reason: str
    note: str
    placed_at: datetime
    number: str = column("order__number")

    @property
    def name(self) -> str:
        """Return why, in the reader's language."""
        return str(HoldReason(self.reason).label)


def get_orders(order_ids: Collection[int]) -> dict[int, OrderRow]:
    """Return orders by their ids, in the order of these; what is no order is absent."""
    return {row.id: row for row in read_rows(OrderRow, Order.objects.filter(id__in=order_ids).order_by("id"))}


def find_order_ids(uuids: Iterable[UUID]) -> dict[UUID, int]:
    """Return the ids of those of the orders that are known."""
    return dict(Order.objects.filter(uuid__in=list(uuids)).values_list("uuid", "id"))


def get_order(uuid: UUID) -> OrderRow:
    """Return an order by its uuid. Refuses: OrderUnknown."""
    found = read_rows(OrderRow, Order.objects.filter(uuid=uuid))
    if not found:
        raise OrderUnknown(order=uuid)
    return found[0]


def get_order_row(order_id: int) -> OrderRow:
    """Return an order. Refuses: OrderUnknown."""
    found = get_orders([order_id])
    if not found:
        raise OrderUnknown(order=order_id)
    return found[order_id]


def get_lines(order_ids: Collection[int]) -> dict[int, list[LineRow]]:
    """Return the lines of each of these orders by position."""
    found: dict[int, list[LineRow]] = {order_id: [] for order_id in order_ids}
    rows = OrderLine.objects.filter(order_id__in=order_ids).order_by("order_id", "position")
    for line in read_rows(LineRow, rows):
        found[line.order_id].append(line)
    return found


def get_line_rows(line_ids: Collection[int]) -> dict[int, LineRow]:
    """Return lines by their ids."""
    return {line.id: line for line in read_rows(LineRow, OrderLine.objects.filter(id__in=line_ids))}


def get_charges(order_ids: Collection[int]) -> dict[int, list[ChargeRow]]:
    """Return the charges of each of these orders, as they were written."""
    found: dict[int, list[ChargeRow]] = {order_id: [] for order_id in order_ids}
    for charge in read_rows(ChargeRow, OrderCharge.objects.filter(order_id__in=order_ids).order_by("id")):
        found[charge.order_id].append(charge)
    return found


def count_parts(order_ids: Collection[int]) -> dict[int, int]:
    """Return of how many lines and charges each order is made."""
    found = dict.fromkeys(order_ids, 0)
    for kind in (OrderLine, OrderCharge):
        rows = kind.objects.filter(order_id__in=order_ids).values_list("order_id").annotate(parts=Count("id"))
        for order_id, parts in rows.order_by():
            found[order_id] += parts
    return found


def list_waiting_for_money(order_ids: Collection[int]) -> dict[int, OrderRow]:
    """Return those of the orders that are neither in the warehouse nor ended."""
    rows = Order.objects.filter(id__in=order_ids, state__in=[OrderState.PLACED, OrderState.HELD])
    return {row.id: row for row in read_rows(OrderRow, rows.order_by("id"))}


def list_late(*, at: datetime, since: datetime, after: int, most: int) -> list[int]:
    """Return orders of which pieces are to leave though their day is past, by id behind the one that was seen last; days before
    ``since`` are long past.
    """
    due = Order.objects.filter(state=OrderState.RELEASED, ship_by__lt=at, ship_by__gt=since, id__gt=after)
    open_lines = OrderLine.objects.filter(order_id=OuterRef("id"), ordered__gt=F("shipped") + F("cancelled"))
    return list(due.filter(Exists(open_lines)).order_by("id").values_list("id", flat=True)[:most])


# Nobody counts further: more than so many are too many.
MOST_LATE = 10_000


def count_late(at: datetime) -> int:
    """Return of how many orders pieces are to leave though their day is past."""
    due = Order.objects.filter(state=OrderState.RELEASED, ship_by__lt=at)
    open_lines = OrderLine.objects.filter(order_id=OuterRef("id"), ordered__gt=F("shipped") + F("cancelled"))
    return due.filter(Exists(open_lines)).order_by()[:MOST_LATE].count()


def list_with_open_pieces(order_ids: Collection[int]) -> set[int]:
    """Return those of the orders of which pieces are still to leave."""
    rows = OrderLine.objects.filter(order_id__in=order_ids).exclude(reserved=0, short=0, picked=0)
    return set(rows.values_list("order_id", flat=True))


def list_cancelled_whole(order_ids: Iterable[int]) -> set[int]:
    """Return the orders of which no piece is left that was not cancelled."""
    asked = set(order_ids)
    left = OrderLine.objects.filter(order_id__in=asked).exclude(cancelled=F("ordered"))
    return asked - set(left.values_list("order_id", flat=True))


def list_cancelled_by_channel(order_ids: Collection[int]) -> set[int]:
    """Return which of the orders were cancelled because their channel said so."""
    told = Event.objects.filter(subject="order", key__in=list(order_ids), name="OrderCancelled")
    return {order_id for order_id, by in told.values_list("key", "by") if read_actor(by).kind == ActorKind.CHANNEL}


def was_noted(order_id: int, text: str) -> bool:
    """Whether this very note was written already."""
    return OrderNote.objects.filter(order_id=order_id, text=text).exists()


def was_revised(order_id: int) -> bool:
    """Whether somebody here changed what an order holds."""
    return Order.objects.filter(id=order_id, revised_at__isnull=False).exists()


def list_of_merged_customers() -> list[tuple[int, int]]:
    """Return customers who have orders though they were merged, each with whom he was merged into."""
    rows = select_rows(
        "SELECT DISTINCT o.customer_id, c.merged_into_id FROM customers_customer c"
        " JOIN orders_order o ON o.customer_id = c.id WHERE c.merged_into_id IS NOT NULL ORDER BY 1",
        [],
    )
    return [(row[0], row[1]) for row in rows]


def is_wanted(sku_id: int) -> bool:
    """Whether an order waits for pieces of a SKU itself, not of a kit that it is."""
    return OrderLine.objects.filter(sku_id=sku_id, short__gt=0, recipe=None).exists()


def list_holds_of(order_id: int) -> list[HoldRow]:
    """Return what stops an order now, the oldest first."""
    return read_rows(HoldRow, Hold.objects.filter(lifted_at=None, order_id=order_id).order_by("id"))


def list_holds(*, most: int) -> list[HoldRow]:
    """Return what stops orders now, the newest first."""
    held = Hold.objects.filter(lifted_at=None, order__state=OrderState.HELD).order_by("-id")
    return read_rows(HoldRow, held[:most])
