"""Request labels for packed shipments."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.kernel.address import Address
from kontor.kernel.ids import new_uuid
from kontor.platform.sql.bulk import draw_ids, insert_rows
from kontor.shipping.calls import call_labels
from kontor.shipping.models import LabelIntent, Parcel


@dataclass(frozen=True, slots=True)
class Mate:
    """The shipment of another order in the same box."""

    shipment_id: int
    order_id: int
    order_number: str


@dataclass(frozen=True, slots=True)
class NewParcel:
    """A packed box that needs a label. ``weight_g`` is the whole box, with the ``mates`` in it."""

    shipment_id: int
    order_id: int
    order_number: str
    carrier: str
    weight_g: int
    sender: Address
    recipient: Address
    mates: tuple[Mate, ...] = ()


def request_labels(*, parcels: Sequence[NewParcel], at: datetime) -> list[int]:
    """Every packed box gets a booking of its label: written down first, bought by a job after the commit."""
    if not parcels:
        return []
    parcel_ids, intent_ids = draw_ids({Parcel: len(parcels), LabelIntent: len(parcels)})
    insert_rows(
        Parcel,
        {
            "id": parcel_ids,
            "shipment_id": [new.shipment_id for new in parcels],
            "order_id": [new.order_id for new in parcels],
            "order_number": [new.order_number for new in parcels],
            "carrier": [new.carrier for new in parcels],
            "weight_g": [new.weight_g for new in parcels],
            "sender": [json.dumps(new.sender.as_dict()) for new in parcels],
            "recipient": [json.dumps(new.recipient.as_dict()) for new in parcels],
            "created_at": at,
        },
    )
    insert_rows(LabelIntent, {"id": intent_ids, "reference": [new_uuid() for _ in parcels], "parcel": parcel_ids})
    _add_mates(parcels, parcel_ids, at)
    call_labels(intent_ids)
    return parcel_ids


def _add_mates(parcels: Sequence[NewParcel], leads: Sequence[int], at: datetime) -> None:
    """Every other shipment in a box gets a row of its own that points at the first."""
    Parcel.objects.bulk_create(
        Parcel(
            lead_id=lead, shipment_id=mate.shipment_id, order_id=mate.order_id, order_number=mate.order_number,
            carrier=new.carrier, weight_g=0, sender=new.sender.as_dict(), recipient=new.recipient.as_dict(), created_at=at,
        )
        for new, lead in zip(parcels, leads, strict=True) for mate in new.mates
    )  # fmt: skip
