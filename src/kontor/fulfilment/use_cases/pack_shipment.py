"""Pack a shipment."""

from __future__ import annotations

from datetime import datetime

from kontor.fulfilment.errors import NotAllPicked
from kontor.fulfilment.events import ShipmentPacked
from kontor.fulfilment.lifecycle import take_fulfilment_step
from kontor.fulfilment.models import FulfilmentLine, FulfilmentState, Shipment, ShipmentLine
from kontor.fulfilment.queries import lock_fulfilment_orders
from kontor.kernel.actor import Actor
from kontor.platform.post.outbox import publish


def pack_shipment(*, fulfilment_order_id: int, at: datetime, by: Actor) -> int | None:
    """What was picked is packed into one shipment; where nothing was found, nothing is sent.

    Returns the shipment's id. Refuses: NotAllPicked, FulfilmentStepRefused.
    Tells: ShipmentPacked. Locks: the fulfilment order (its order is locked before).
    """
    order = lock_fulfilment_orders([fulfilment_order_id])[0]
    if order.state in (FulfilmentState.OPEN, FulfilmentState.PICKING):
        raise NotAllPicked(fulfilment_order=order.id)
    lines = list(FulfilmentLine.objects.filter(fulfilment_order=order, picked__gt=0).order_by("id"))
    if not lines:
        take_fulfilment_step("cancel_fulfilment", [order], at=at, by=by)
        return None
    take_fulfilment_step("pack_shipment", [order], at=at, by=by)

    shipment = Shipment.objects.create(fulfilment_order=order, order_id=order.order_id, packed_at=at, packed_by=str(by))
    ShipmentLine.objects.bulk_create(
        ShipmentLine(shipment=shipment, order_line_id=line.order_line_id, quantity=line.picked) for line in lines
    )

    publish([ShipmentPacked(order.order_id, shipment.id)], at=at, by=by)
    return shipment.id
