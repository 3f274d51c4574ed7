"""What the order grid reads for a page of orders at once, beside the orders themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Min, Q, Sum
from django.db.models.functions import Greatest

from kontor.fulfilment.public import FulfilmentState
from kontor.fulfilment.tables import FulfilmentOrder
from kontor.invoicing.tables import Invoice
from kontor.orders.public import OrderState
from kontor.orders.tables import Hold, Order, OrderLine, OrderNote
from kontor.payments.tables import Payment
from kontor.shipping.tables import Parcel

_PIECES = ("ordered", "reserved", "short", "picked", "shipped", "cancelled", "returned")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The counts of an order's lines, summed."""

    lines: int
    title: str
    ordered: int
    reserved: int
    short: int
    picked: int
    shipped: int
    cancelled: int
    returned: int


def _pieces_of(orders: Sequence[Order]) -> Mapping[int, Pieces]:
    lines = OrderLine.objects.filter(order__in=[it.pk for it in orders])
    # What is cancelled counts among the articles only where nothing else is left.
    wanted = Q(ordered__gt=F("cancelled"))
    found: Any = lines.values("order_id").annotate(
        lines=Greatest(Count("id", filter=wanted), 1),
        first=Min("position"),
        **{f"sum_{name}": Sum(name) for name in _PIECES},
    )
    titles: dict[int, str] = {}
    told = lines.order_by("order_id", "position").values_list("order_id", "title", "ordered", "cancelled")
    for order_id, title, _ordered, _cancelled in sorted(told, key=lambda it: it[2] <= it[3]):
        titles.setdefault(order_id, title)
    return {
        it["order_id"]: Pieces(
            it["lines"], titles[it["order_id"]], **{name: it[f"sum_{name}"] for name in _PIECES}
        )
        for it in found
    }  # fmt: skip


def _payments_of(orders: Sequence[Order]) -> Mapping[int, Payment]:
    return {it.order_id: it for it in Payment.objects.filter(order_id__in=[it.pk for it in orders])}


def _holds_of(orders: Sequence[Order]) -> Mapping[int, list[Hold]]:
    held = [it.pk for it in orders if it.state == OrderState.HELD]
    return _listed(Hold.objects.filter(order__in=held, lifted_at=None).order_by("id"), "order_id") if held else {}


def _notes_of(orders: Sequence[Order]) -> Mapping[int, list[OrderNote]]:
    return _listed(OrderNote.objects.filter(order__in=[it.pk for it in orders]).order_by("-id"), "order_id")


def _parts_of(orders: Sequence[Order]) -> Mapping[int, list[FulfilmentOrder]]:
    rows = FulfilmentOrder.objects.filter(order__in=[it.pk for it in orders]).exclude(state=FulfilmentState.CANCELLED)
    return _listed(rows.select_related("location").order_by("id"), "order_id")


def _parcels_of(orders: Sequence[Order]) -> Mapping[int, list[Parcel]]:
    rows = Parcel.objects.filter(order_id__in=[it.pk for it in orders])
    return _listed(rows.only("order_id", "carrier", "tracking_number").order_by("id"), "order_id")


def _invoices_of(orders: Sequence[Order]) -> Mapping[int, list[Invoice]]:
    rows = Invoice.objects.filter(order__in=[it.pk for it in orders])
    return _listed(rows.only("order_id", "number", "issued_on").order_by("id"), "order_id")


def _listed(rows: Any, owner: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, owner)].append(row)
    return found


LOADERS = {
    "pieces": _pieces_of, "payment": _payments_of, "holds": _holds_of, "notes": _notes_of, "parts": _parts_of,
    "parcels": _parcels_of, "invoices": _invoices_of,
}  # fmt: skip
