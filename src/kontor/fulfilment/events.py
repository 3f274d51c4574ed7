"""News from the warehouse."""

from __future__ import annotations

from dataclasses import dataclass

from kontor.kernel.news import OrderNews


@dataclass(frozen=True, slots=True)
class OrderAllocated(OrderNews):
    """A location has a fulfilment order to work on."""

    fulfilment_order_ids: list[int]


@dataclass(frozen=True, slots=True)
class ShipmentPacked(OrderNews):
    """A shipment is packed and needs its label."""

    shipment_id: int


@dataclass(frozen=True, slots=True)
class ShipmentDispatched(OrderNews):
    """A shipment left the building."""

    shipment_id: int
