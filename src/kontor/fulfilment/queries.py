"""Questions about the warehouse's work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kontor.fulfilment.errors import FulfilmentUnknown
from kontor.fulfilment.models import FulfilmentOrder, PickTask, Shipment
from kontor.fulfilment.rules import Pieces
from kontor.platform.bulk import select_rows


def count_assigned(order_ids: Iterable[int]) -> Pieces:
    """Return the pieces of order lines that live fulfilment orders hold: (line id, location id) → pieces."""
    rows = select_rows(
        "SELECT l.order_line_id, f.location_id, sum(l.quantity)::int FROM fulfilment_fulfilmentorder f"
        " JOIN fulfilment_fulfilmentline l ON l.fulfilment_order_id = f.id"
        " WHERE f.order_id = ANY(%s) AND f.state IN ('OPEN', 'PICKING', 'PICKED', 'PACKED') GROUP BY 1, 2",
        [list(order_ids)],
    )
    return {(line_id, location_id): pieces for line_id, location_id, pieces in rows}


def lock_fulfilment_orders(ids: Iterable[int]) -> list[FulfilmentOrder]:
    """Lock fulfilment orders in id order. Refuses: FulfilmentUnknown. Their orders are locked already."""
    wanted = sorted(set(ids))
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


def list_shipments(order_ids: Sequence[int]) -> list[Shipment]:
    """Return the shipments of orders with their lines."""
    rows = Shipment.objects.filter(order_id__in=order_ids).select_related("fulfilment_order__location")
    return list(rows.prefetch_related("lines__order_line__sku").order_by("id"))
