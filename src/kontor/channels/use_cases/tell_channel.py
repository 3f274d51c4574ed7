"""Tell a channel something about an order: written down first, told once, looked up where the outcome is unknown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kontor.channels.models import ChannelIntent, IntentKind
from kontor.platform.bulk import execute, insert_rows, select_rows

# Three times (client time-out and the channel's own work): shorter, and a slow call is made twice.
LEASE_S = 120
# 1, 5, 30 min, 2, 6 h …; then a person looks. The look-up comes first where the channel offers one.
RETRY_AFTER_S = (5, 60, 300, 1800, 7200, 21600)
# So long an unknown outcome may stay before a person must look (I16).
MOST_UNKNOWN_HOURS = 24


@dataclass(frozen=True, slots=True)
class NewIntent:
    """Something to be told. ``reference`` is unique per kind, for ever."""

    reference: str
    channel_id: int
    kind: IntentKind
    order_id: int
    external_order: str
    payload: Mapping[str, Any]
    due_by: datetime | None = None


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


def tell_channel(*, intents: Sequence[NewIntent], at: datetime) -> int:
    """What a channel must hear is written down in the transaction of its cause, once; a job tells it after the commit."""
    rows = insert_rows(
        ChannelIntent,
        {
            "reference": [intent.reference for intent in intents],
            "channel": [intent.channel_id for intent in intents],
            "kind": [intent.kind.value for intent in intents],
            "order_id": [intent.order_id for intent in intents],
            "external_order": [intent.external_order for intent in intents],
            "payload": [json.dumps(dict(intent.payload), default=str) for intent in intents],
            "due_by": [intent.due_by for intent in intents],
            "created_at": at,
        },
        tail="ON CONFLICT DO NOTHING RETURNING id",
    )
    return len(rows)


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


def settle_intent(*, claimed: ClaimedIntent, external_id: str, at: datetime) -> bool:
    """The channel knows. False where another worker owns it by now."""
    touched = execute(
        "UPDATE channels_channelintent SET state = 'succeeded', lease_until = NULL, problem = '', external_id = %s,"
        " settled_at = %s WHERE id = %s AND fence = %s AND state = 'inflight'",
        [external_id[:200], at, claimed.intent_id, claimed.fence],
    )
    return touched == 1


def release_intent(
    *, claimed: ClaimedIntent, state: str, problem: str, after_s: float | None = None, at: datetime
) -> bool:
    """Give a claim back: ``new`` where the call certainly did nothing, ``unknown`` where it may have, else ``failed``."""
    wait = RETRY_AFTER_S[min(claimed.attempts, len(RETRY_AFTER_S)) - 1] if after_s is None else after_s
    touched = execute(
        "UPDATE channels_channelintent SET state = %s, lease_until = NULL, problem = left(%s, 2000),"
        " not_before = clock_timestamp() + make_interval(secs => %s),"
        " settled_at = CASE WHEN %s = 'failed' THEN %s::timestamptz END"
        " WHERE id = %s AND fence = %s AND state = 'inflight'",
        [state, problem, float(wait), state, at, claimed.intent_id, claimed.fence],
    )
    return touched == 1


def retry_intent(*, intent_id: int) -> bool:
    """A person lets a failed thing be told again. False where it is not failed, or told by another since."""
    return bool(
        execute(
            "UPDATE channels_channelintent mine SET state = 'unknown', not_before = NULL, problem = ''"
            " WHERE id = %s AND state = 'failed' AND NOT EXISTS (SELECT 1 FROM channels_channelintent twin"
            " WHERE twin.id <> mine.id AND twin.kind = mine.kind AND twin.reference = mine.reference"
            " AND twin.state <> 'failed')",
            [intent_id],
        )
    )
