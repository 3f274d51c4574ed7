"""Claim label intents for booking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kontor.kernel.address import address_from
from kontor.platform.bulk import select_rows
from kontor.shipping.models import LabelIntent
from kontor.shipping.ports import LabelRequest

# Three times (client time-out 30 s + carrier's work and visibility): shorter, and a slow call is bought twice.
LEASE_S = 180


@dataclass(frozen=True, slots=True)
class ClaimedLabel:
    """A booking that this worker owns until its lease ends."""

    intent_id: int
    fence: int
    carrier: str
    must_look_up: bool  # an earlier call may have reached the carrier
    request: LabelRequest


_CLAIM = """
WITH due AS (
    SELECT id, state FROM shipping_labelintent
     WHERE id = ANY(%s) AND (state IN ('new', 'unknown') OR (state = 'inflight' AND lease_until < clock_timestamp()))
     ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE shipping_labelintent intent
   SET state = 'inflight', fence = fence + 1, attempts = attempts + 1,
       lease_until = clock_timestamp() + make_interval(secs => %s)
  FROM due WHERE due.id = intent.id
RETURNING intent.id, intent.fence, due.state <> 'new'
"""


def claim_labels(*, intent_ids: Sequence[int]) -> list[ClaimedLabel]:
    """One worker at a time books a label; the fencing number it draws shuts out a worker that comes back late.

    Locks: the intents, in id order; leases count by the database's clock.
    """
    rows = select_rows(_CLAIM, [list(intent_ids), LEASE_S])
    intents = LabelIntent.objects.select_related("parcel").in_bulk([row[0] for row in rows])
    claimed = []
    for intent_id, fence, must_look_up in sorted(rows):
        parcel, reference = intents[intent_id].parcel, intents[intent_id].reference
        request = LabelRequest(
            str(reference), address_from(parcel.sender), address_from(parcel.recipient), parcel.weight_g,
            parcel.order_number,
        )  # fmt: skip
        claimed.append(ClaimedLabel(intent_id, fence, parcel.carrier, must_look_up, request))
    return claimed
