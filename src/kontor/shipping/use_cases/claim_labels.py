"""Claim label intents for booking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kontor.kernel.address import address_from
from kontor.platform.outside.intents import claim_rows
from kontor.shipping.models import LabelIntent, Parcel
from kontor.shipping.ports import LabelRequest

# Three times (client time-out 30 s + carrier's work and visibility): shorter, and a slow call is bought twice.
LEASE_S = 180


@dataclass(frozen=True, slots=True)
class ClaimedLabel:
    """A booking that this worker owns until its lease ends."""

    intent_id: int
    fence: int
    attempts: int
    must_look_up: bool  # an earlier call may have reached the carrier
    carrier: str
    request: LabelRequest


def claim_labels(*, intent_ids: Sequence[int]) -> list[ClaimedLabel]:
    """One worker at a time books a label that is due; the fencing number it draws shuts out a worker that comes back late.

    Locks: the intents; leases count by the database's clock.
    """
    rows = claim_rows(
        LabelIntent,
        scope={"id": list(intent_ids)},
        columns=("reference", "parcel_id"),
        most=len(intent_ids),
        lease_s=LEASE_S,
    )
    parcels = Parcel.objects.in_bulk(row["parcel_id"] for row in rows)
    claimed = []
    for row in rows:
        parcel = parcels[row.pop("parcel_id")]
        request = LabelRequest(
            str(row.pop("reference")), address_from(parcel.sender), address_from(parcel.recipient), parcel.weight_g,
            parcel.order_number,
        )  # fmt: skip
        claimed.append(ClaimedLabel(**row, carrier=parcel.carrier, request=request))
    return claimed
