"""Hand shipments over to the carrier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.fulfilment.lifecycle import take_fulfilment_step
from kontor.fulfilment.models import Shipment, ShipmentLine
from kontor.fulfilment.queries import lock_fulfilment_orders
from kontor.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class ShippedPieces:
    """Pieces of an order line that left from a location."""

    shipment_id: int
    order_id: int
    line_id: int
    location_id: int
    quantity: int


def hand_over_shipments(*, shipment_ids: Sequence[int], at: datetime, by: Actor) -> list[ShippedPieces]:
    """A packed shipment leaves once.

    Returns what left. Refuses: FulfilmentStepRefused, FulfilmentUnknown.
    Locks: the fulfilment orders (their orders are locked before).
    """
    shipments = Shipment.objects.filter(id__in=shipment_ids)
    orders = lock_fulfilment_orders(shipments.values_list("fulfilment_order_id", flat=True))
    take_fulfilment_step("hand_over_shipments", orders, at=at, by=by)
    shipments.update(dispatched_at=at)

    lines = ShipmentLine.objects.filter(shipment_id__in=shipment_ids).order_by("order_line_id")
    rows = lines.values_list(
        "shipment_id",
        "shipment__order_id",
        "order_line_id",
        "shipment__fulfilment_order__location_id",
        "quantity",
    )
    return [ShippedPieces(*row) for row in rows]
