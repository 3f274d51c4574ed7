"""Claim what is to be told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kontor.platform.bulk import select_rows

# Three times (client time-out and the channel's own work): shorter, and a slow call is made twice.
LEASE_S = 120


@dataclass(frozen=True, slots=True)
class ClaimedIntent:
    """What this worker is about to tell."""

    intent_id: int
    fence: int
    kind: str
    reference: str
    external_order: str
    payload: Mapping[str, Any]
    attempts: int
    must_look_up: bool  # an earlier call may have reached the channel


_CLAIM = """
WITH due AS (
    SELECT id, state FROM channels_channelintent
     WHERE channel_id = %(channel)s AND state IN ('new', 'unknown', 'inflight')
       AND (state <> 'inflight' OR lease_until < clock_timestamp())
       AND (not_before IS NULL OR not_before <= clock_timestamp())
     ORDER BY due_by NULLS LAST, id LIMIT %(most)s FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE channels_channelintent intent
   SET state = 'inflight', fence = fence + 1, attempts = attempts + 1,
       lease_until = clock_timestamp() + make_interval(secs => %(lease)s)
  FROM due WHERE due.id = intent.id
RETURNING intent.id, intent.fence, intent.kind, intent.reference, intent.external_order, intent.payload, intent.attempts,
          due.state <> 'new'
"""


def claim_intents(*, channel_id: int, most: int) -> list[ClaimedIntent]:
    """One worker at a time tells a thing; the fencing number it draws shuts out a worker that comes back late.

    What is due first is told first; what became unknown waits for its turn of the schedule.
    """
    rows = select_rows(_CLAIM, {"channel": channel_id, "most": most, "lease": LEASE_S})
    claimed = [
        ClaimedIntent(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            json.loads(row[5]) if isinstance(row[5], str) else row[5],
            row[6],
            row[7],
        )
        for row in rows
    ]
    return sorted(claimed, key=lambda intent: intent.intent_id)
