"""Questions about stock. ``list_availability`` is the only place that says what is available."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from kontor.catalog.public import Recipe, list_recipes
from kontor.inventory.errors import CountedSince
from kontor.inventory.models import Balance, ChannelBuffer, MoveKind, Reservation, StockMove
from kontor.inventory.rules import kits_from_parts, sellable
from kontor.kernel.demand import Demand
from kontor.platform.sql.bulk import select_rows
from kontor.platform.sql.lock_order import note_lock
from kontor.platform.sql.rows import column, read_rows

# (SKU id, location id) → what may still be promised
Stock = dict[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Availability:
    """What can be promised of a SKU: in all, and per location."""

    sku_id: int
    sellable: int
    by_location: Mapping[int, int]


def is_in_stock(sku_id: int) -> bool:
    """Whether pieces of a SKU lie anywhere."""
    return bool(select_rows("SELECT FROM inventory_balance WHERE sku_id = %s AND on_hand > 0 LIMIT 1", [sku_id]))


_BALANCES = "SELECT sku_id, location_id, on_hand, reserved, safety_stock FROM inventory_balance WHERE sku_id = ANY(%s)"
# What lies in a location that is closed serves no order, so it is offered to none (sourcing leaves it out, too).
_OF_OPEN_LOCATIONS = " AND location_id IN (SELECT id FROM locations_location WHERE active)"


def list_availability(sku_ids: Sequence[int], *, channel_id: int | None = None) -> dict[int, Availability]:
    """Return what is available now: on hand − reserved − safety stock per location, kits as their parts allow.

    With a channel its buffer is taken off the sum. Every page, API answer and published quantity reads this.
    """
    recipes = list_recipes(sku_ids)
    parts = {part for recipe in recipes.values() for part, _ in recipe}
    by_sku: dict[int, dict[int, int]] = defaultdict(dict)
    for sku_id, location_id, on_hand, reserved, safety in select_rows(
        _BALANCES + _OF_OPEN_LOCATIONS, [list({*sku_ids, *parts})]
    ):
        by_sku[sku_id][location_id] = sellable(on_hand=on_hand, reserved=reserved, safety_stock=safety)
    buffers = _buffers(channel_id, sku_ids) if channel_id is not None else {}
    answer = {}
    for sku_id in sku_ids:
        here = _kits_here(recipes[sku_id], by_sku) if sku_id in recipes else by_sku[sku_id]
        answer[sku_id] = Availability(sku_id, max(0, sum(here.values()) - buffers.get(sku_id, 0)), here)
    return answer


def _kits_here(recipe: Recipe, by_sku: Mapping[int, Mapping[int, int]]) -> dict[int, int]:
    """A kit is put together in one location, from what is there."""
    places = {location for part, _ in recipe for location in by_sku.get(part, {})}
    return {
        location: kits_from_parts(recipe, {part: by_sku.get(part, {}).get(location, 0) for part, _ in recipe})
        for location in places
    }


def _buffers(channel_id: int, sku_ids: Iterable[int]) -> dict[int, int]:
    rows: dict[int | None, int] = dict(
        ChannelBuffer.objects.filter(channel_id=channel_id).values_list("sku_id", "quantity")
    )
    general = rows.get(None, 0)
    return {sku_id: rows.get(sku_id, general) for sku_id in sku_ids}


def list_buffers(channel_id: int, sku_ids: Iterable[int]) -> dict[int, int]:
    """Return the fixed number of pieces that a channel never offers, per SKU."""
    return _buffers(channel_id, sku_ids)


def list_demand(sku_ids: Sequence[int]) -> dict[int, Demand]:
    """Return how fast each SKU sells; what did not sell of late is absent."""
    rows = select_rows(
        "SELECT sku_id, pieces, days, clump FROM inventory_demandrate WHERE sku_id = ANY(%s)", [list(sku_ids)]
    )
    return {row[0]: Demand(*row[1:]) for row in rows}


def stock_has_changed() -> bool:
    """Whether there is any change that nobody looked at."""
    return bool(select_rows("SELECT 1 FROM inventory_stockchange LIMIT 1"))


# Race tests take the lock away and wait between look and write, to show what would happen; nothing else touches these.
_LOCK = " ORDER BY sku_id, location_id FOR NO KEY UPDATE"
_AFTER_LOOK: Callable[[], object] | None = None


def lock_stock(sku_ids: Iterable[int]) -> Stock:
    """Lock the balances of SKUs in (SKU, location) order and return what may be promised of each.

    Every writer of stock begins here, so two of them never wait for each other in a circle.
    """
    rows = select_rows(_BALANCES + _LOCK, [sorted(set(sku_ids))])
    note_lock("stock", [(row[0], row[1]) for row in rows])
    if _AFTER_LOOK is not None:
        _AFTER_LOOK()
    return {
        (sku_id, location_id): sellable(on_hand=on_hand, reserved=reserved, safety_stock=safety)
        for sku_id, location_id, on_hand, reserved, safety in rows
    }


def look_at_stock(sku_ids: Iterable[int]) -> Stock:
    """Return what may be promised of SKUs, without a lock: good for telling what would be, for no promise."""
    return {
        (sku_id, location_id): sellable(on_hand=on_hand, reserved=reserved, safety_stock=safety)
        for sku_id, location_id, on_hand, reserved, safety in select_rows(_BALANCES, [sorted(set(sku_ids))])
    }


@dataclass(frozen=True, slots=True)
class OpenReservation:
    """An open claim."""

    id: int
    demand_id: int
    sku_id: int
    location_id: int
    open: int


def list_open_reservations(demand_ids: Iterable[int]) -> list[OpenReservation]:
    """Return what is still claimed for demands, oldest first."""
    rows = Reservation.objects.filter(demand_id__in=list(demand_ids), open__gt=0).order_by("id")
    return [OpenReservation(**row) for row in rows.values("id", "demand_id", "sku_id", "location_id", "open")]


@dataclass(frozen=True, slots=True)
class IssuedCost:
    """What the pieces of a demand that left had cost, and how many of them left without a purchase price."""

    cost: Decimal
    uncosted: int


def list_issued_costs(demand_ids: Iterable[int]) -> dict[int, IssuedCost]:
    """Return what had left of each demand had cost; demands of which nothing left are there with nothing."""
    rows = Reservation.objects.filter(demand_id__in=list(demand_ids)).values_list("demand_id")
    sums = rows.annotate(cost=Sum("issued_cost"), uncosted=Sum("issued_uncosted"))
    return {demand_id: IssuedCost(cost, uncosted) for demand_id, cost, uncosted in sums}


@dataclass(frozen=True, slots=True)
class MoveRow:
    """Goods that came, went or were counted. ``sku``, ``location`` are their codes."""

    id: int
    kind: str
    quantity: int
    cause: str
    at: datetime
    by: str
    sku: str = column("sku__code")
    location: str = column("location__code")


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """What lies of a SKU in a location. ``sku``, ``location`` are their codes."""

    id: int
    on_hand: int
    reserved: int
    safety_stock: int
    sku: str = column("sku__code")
    location: str = column("location__code")

    @property
    def sellable(self) -> int:
        """Return what may still be promised of it."""
        return sellable(on_hand=self.on_hand, reserved=self.reserved, safety_stock=self.safety_stock)


def get_balances(ids: Collection[int]) -> dict[int, BalanceRow]:
    """Return balances by their ids."""
    return {it.id: it for it in read_rows(BalanceRow, Balance.objects.filter(id__in=ids))}


def check_adjusted_last(*, sku_id: int, location_id: int, cause: str) -> None:
    """Nobody counted or corrected this stock after it was booked for this cause. Refuses: CountedSince."""
    moves = StockMove.objects.filter(
        sku_id=sku_id, location_id=location_id, kind__in=(MoveKind.ADJUST_UP, MoveKind.ADJUST_DOWN)
    )
    told = moves.filter(cause=cause).order_by("-id").values_list("id", flat=True).first()
    if moves.filter(id__gt=told or 0).exists():
        raise CountedSince


def get_moves(ids: Collection[int]) -> dict[int, MoveRow]:
    """Return stock moves by their ids."""
    return {it.id: it for it in read_rows(MoveRow, StockMove.objects.filter(id__in=ids))}
