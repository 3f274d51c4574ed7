"""Request labels for packed shipments."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from procrastinate.contrib.django import app as job_app
from procrastinate.types import JSONValue

from kontor.kernel.address import Address
from kontor.kernel.ids import new_uuid
from kontor.platform.bulk import draw_ids, insert_rows
from kontor.shipping.models import LabelIntent, Parcel

BOOK_TASK = "kontor.book_labels"


@dataclass(frozen=True, slots=True)
class NewParcel:
    """A packed box that needs a label. ``weight_g`` is the whole box."""

    shipment_id: int
    order_id: int
    order_number: str
    carrier: str
    weight_g: int
    sender: Address
    recipient: Address


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
    job_app.configure_task(BOOK_TASK, queue="carriers").defer(intent_ids=list[JSONValue](intent_ids))
    return parcel_ids
