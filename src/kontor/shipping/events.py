"""News from shipping."""

from __future__ import annotations

from dataclasses import dataclass

from kontor.kernel.news import OrderNews


@dataclass(frozen=True, slots=True)
class LabelBooked(OrderNews):
    """A parcel has its label and tracking number."""

    parcel_id: int
    shipment_id: int
