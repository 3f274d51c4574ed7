"""Questions about the warehouse's work."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, Sum

from kontor.fulfilment.errors import FulfilmentUnknown
from kontor.fulfilment.models import FulfilmentOrder, FulfilmentState, Merge, PickTask, Shipment, ShipmentLine
from kontor.fulfilment.rules import Pieces
from kontor.platform.sql.bulk import select_planned, select_rows
from kontor.platform.sql.lock_order import note_lock
from kontor.platform.sql.rows import column, read_rows

BEFORE_PACKING = (FulfilmentState.OPEN, FulfilmentState.PICKING, FulfilmentState.PICKED)


def count_assigned(order_ids: Iterable[int]) -> Pieces:
    """Return the pieces of order lines that live fulfilment orders hold: (line id, location id) → pieces."""
    rows = select_rows(
        "SELECT l.order_line_id, f.location_id, sum(l.quantity)::int FROM fulfilment_fulfilmentorder f"
        " JOIN fulfilment_fulfilmentline l ON l.fulfilment_order_id = f.id"
        " WHERE f.order_id = ANY(%s) AND f.state IN ('OPEN', 'PICKING', 'PICKED', 'PACKED') GROUP BY 1, 2",
        [list(order_ids)],
    )
    return {(line_id, location_id): pieces for line_id, location_id, pieces in rows}


@dataclass(frozen=True, slots=True)
class FulfilmentRow:
    """What one location executes of an order. ``merge_id``: what it leaves in one parcel with."""

    id: int
    order_id: int
    location_id: int
    state: str
    merge_id: int | None


@dataclass(frozen=True, slots=True)
class PackedLine:
    """So many pieces of an order line in a shipment, with what the channel calls them. ``ship_by``: the line's own day."""

    order_line_id: int
    quantity: int
    shipment_id: int
    weight_g: int = column("order_line__weight_g")
    external_id: str = column("order_line__external_id")
    channel_sku: str = column("order_line__channel_sku")
    ship_by: datetime | None = column("order_line__ship_by")
    sku: str = column("order_line__sku__code")


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """Goods that leave together. ``state`` is that of its fulfilment order."""

    id: int
    order_id: int
    packed_at: datetime
    dispatched_at: datetime | None
    state: str = column("fulfilment_order__state")
    location_id: int = column("fulfilment_order__location_id")
    lines: tuple[PackedLine, ...] = ()


def lock_fulfilment_orders(ids: Iterable[int]) -> list[FulfilmentOrder]:
    """Lock fulfilment orders in id order. Refuses: FulfilmentUnknown. Their orders are locked already."""
    wanted = sorted(set(ids))
    note_lock("fulfilment orders", wanted)
    found = list(FulfilmentOrder.objects.select_for_update(no_key=True).filter(id__in=wanted).order_by("id"))
    if len(found) != len(wanted):
        raise FulfilmentUnknown(asked=len(wanted), found=len(found))
    return found


def get_order_ids(*, fulfilment_order_ids: Sequence[int]) -> list[int]:
    """Return the orders behind fulfilment orders."""
    rows = FulfilmentOrder.objects.filter(id__in=fulfilment_order_ids).values_list("order_id", flat=True)
    return sorted(set(rows))


def get_order_of_task(task_id: int) -> int:
    """Return the order that a pick task serves. Refuses: FulfilmentUnknown."""
    rows = PickTask.objects.filter(id=task_id).values_list("fulfilment_line__fulfilment_order__order_id", flat=True)
    order_id = rows.first()
    if order_id is None:
        raise FulfilmentUnknown(task=task_id)
    return order_id


def get_orders_of_shipments(shipment_ids: Sequence[int]) -> dict[int, int]:
    """Return the order of each shipment. Refuses: FulfilmentUnknown."""
    found = dict(Shipment.objects.filter(id__in=shipment_ids).values_list("id", "order_id"))
    if len(found) != len(set(shipment_ids)):
        raise FulfilmentUnknown(shipments=list(shipment_ids))
    return found


def list_mates(fulfilment_order_ids: Iterable[int]) -> list[FulfilmentRow]:
    """Return these fulfilment orders and those that leave in one parcel with them, but for cancelled ones."""
    asked = set(fulfilment_order_ids)
    merges = FulfilmentOrder.objects.filter(id__in=asked, merge__isnull=False).values("merge")
    found = FulfilmentOrder.objects.filter(Q(id__in=asked) | Q(merge__in=merges)).exclude(
        state=FulfilmentState.CANCELLED
    )
    return read_rows(FulfilmentRow, found.order_by("id"))


def list_empty_handed(order_ids: Iterable[int]) -> list[int]:
    """Return the fulfilment orders of orders for which everything was looked for and nothing was found."""
    rows = FulfilmentOrder.objects.filter(order_id__in=list(order_ids), state=FulfilmentState.PICKED)
    return list(rows.annotate(found=Sum("lines__picked")).filter(found=0).order_by("id").values_list("id", flat=True))


def list_unpacked(order_ids: Iterable[int]) -> list[FulfilmentRow]:
    """Return the fulfilment orders of orders that are not packed yet."""
    rows = FulfilmentOrder.objects.filter(order_id__in=list(order_ids), state__in=BEFORE_PACKING)
    return read_rows(FulfilmentRow, rows.order_by("id"))


def list_combinable(order_id: int) -> set[int]:
    """Return the other orders of the buyer of which something is to leave a location that also sends of this one, and is neither
    packed nor merged with it yet.
    """
    buyer = FulfilmentOrder.objects.filter(order_id=order_id).values("order__customer_id")[:1]
    rows = FulfilmentOrder.objects.filter(order__customer_id=buyer, state__in=BEFORE_PACKING)
    told = list(rows.values_list("order_id", "location_id", "merge_id"))
    places = {place for order, place, _merge in told if order == order_id}
    merged = {merge for order, _place, merge in told if order == order_id and merge}
    return {order for order, place, merge in told if place in places and merge not in merged} - {order_id}


def list_members(merge_ids: Iterable[int]) -> list[FulfilmentRow]:
    """Return all that was ever put into these merges and not taken out."""
    return read_rows(FulfilmentRow, FulfilmentOrder.objects.filter(merge_id__in=list(merge_ids)).order_by("id"))


def get_fulfilment(fulfilment_order_id: int) -> FulfilmentRow:
    """Return a fulfilment order. Refuses: FulfilmentUnknown."""
    found = read_rows(FulfilmentRow, FulfilmentOrder.objects.filter(id=fulfilment_order_id))
    if not found:
        raise FulfilmentUnknown(fulfilment_order=fulfilment_order_id)
    return found[0]


def list_places_of(order_id: int) -> list[int]:
    """Return from which locations an order leaves, or left."""
    live = FulfilmentOrder.objects.filter(order_id=order_id).exclude(state=FulfilmentState.CANCELLED)
    return sorted(set(live.values_list("location_id", flat=True)))


def lock_boxes(shipment_ids: Iterable[int]) -> list[tuple[int, ...]]:
    """Return the boxes that shipments are in, each with all its shipments; one that a part is missing from is left out.

    Locks: the merges, so that two who pack parts of one parcel do not both find it complete and first.
    """
    parts = Shipment.objects.filter(id__in=list(shipment_ids)).select_related("fulfilment_order")
    merges = {part.fulfilment_order.merge_id for part in parts if part.fulfilment_order.merge_id}
    boxes: list[tuple[int, ...]] = [(part.id,) for part in parts if part.fulfilment_order.merge_id is None]
    for merge in Merge.objects.select_for_update(no_key=True).filter(id__in=merges).order_by("id"):
        members = FulfilmentOrder.objects.filter(merge=merge).exclude(state=FulfilmentState.CANCELLED)
        if not members.filter(state__in=BEFORE_PACKING).exists():
            rows = Shipment.objects.filter(fulfilment_order__in=members).order_by("id")
            if box := tuple(rows.values_list("id", flat=True)):
                boxes.append(box)
    return sorted(boxes)


def get_orders_in_boxes(shipment_ids: Sequence[int]) -> list[int]:
    """Return the orders of shipments, and of what leaves in one parcel with them. Refuses: FulfilmentUnknown."""
    get_orders_of_shipments(shipment_ids)
    parts = Shipment.objects.filter(id__in=shipment_ids).values_list("fulfilment_order_id", flat=True)
    return sorted({mate.order_id for mate in list_mates(parts)})


def list_packed_of(order_ids: Iterable[int]) -> list[int]:
    """Return the packed shipments that are merged with any of these orders and have not left."""
    merges = FulfilmentOrder.objects.filter(order_id__in=list(order_ids), merge__isnull=False).values("merge")
    rows = Shipment.objects.filter(fulfilment_order__merge__in=merges, fulfilment_order__state=FulfilmentState.PACKED)
    return list(rows.order_by("id").values_list("id", flat=True))


def get_shipments(order_ids: Collection[int]) -> list[ShipmentRow]:
    """Return the shipments of orders with their lines, in the order of packing."""
    return _with_lines(read_rows(ShipmentRow, Shipment.objects.filter(order_id__in=order_ids).order_by("id")))


def list_shipments(ids: Collection[int]) -> list[ShipmentRow]:
    """Return shipments with their lines by their ids."""
    return _with_lines(read_rows(ShipmentRow, Shipment.objects.filter(id__in=ids)))


def _with_lines(shipments: list[ShipmentRow]) -> list[ShipmentRow]:
    lines: dict[int, list[PackedLine]] = {it.id: [] for it in shipments}
    for line in read_rows(PackedLine, ShipmentLine.objects.filter(shipment_id__in=lines).order_by("id")):
        lines[line.shipment_id].append(line)
    return [replace(it, lines=tuple(lines[it.id])) for it in shipments]


# No marketplace takes a number of what left longer ago.
NUMBERED_WITHIN = "30 days"
_UNNUMBERED = f"""
SELECT p.id, p.order_number, s.dispatched_at, p.order_id
  FROM shipping_parcel p
  JOIN fulfilment_shipment s ON s.id = p.shipment_id
  JOIN orders_order o ON o.id = p.order_id
 WHERE p.created_at > now() - interval '{NUMBERED_WITHIN}' AND p.carrier = %(carrier)s
   AND p.tracking_number <> '' AND s.dispatched_at IS NOT NULL AND o.channel_id = ANY(%(channels)s)
   AND NOT EXISTS (SELECT FROM channels_channelintent i
                    WHERE i.kind = 'confirm_shipment' AND i.reference = 'shipment:' || p.shipment_id)
   AND EXISTS (SELECT FROM channels_connection c WHERE c.channel_id = o.channel_id)
 ORDER BY p.id DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class UnnumberedParcel:
    """A parcel that left, and of which its channel cannot be told."""

    parcel_id: int
    order_number: str
    left_at: datetime
    order_id: int


@dataclass(frozen=True, slots=True)
class CancelledBoxRow:
    """A packed box that is not to leave."""

    id: int
    order_id: int
    packed_at: datetime
    order_number: str = column("order__number")


def list_cancelled_boxes(*, since: datetime, most: int) -> list[CancelledBoxRow]:
    """Return boxes that were packed since then and whose orders were cancelled after that: they still stand there, the newest
    first.
    """
    rows = Shipment.objects.filter(
        dispatched_at=None, packed_at__gt=since, fulfilment_order__state=FulfilmentState.CANCELLED
    )
    return read_rows(CancelledBoxRow, rows.order_by("-id")[:most])


def list_unnumbered(*, carrier: str, channels: Collection[int], most: int) -> list[UnnumberedParcel]:
    """Return the parcels of a carrier that left for these connected channels and that they were not told of, the newest first,
    of the last ``NUMBERED_WITHIN``.
    """
    rows = select_planned(_UNNUMBERED, {"carrier": carrier, "channels": list(channels), "most": most})
    return [
        UnnumberedParcel(parcel_id=parcel, order_number=number, left_at=at, order_id=order)
        for parcel, number, at, order in rows
    ]
