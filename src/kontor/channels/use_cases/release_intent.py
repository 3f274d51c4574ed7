"""Give a claimed intent back."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.use_cases.claim_intents import ClaimedIntent
from kontor.platform.bulk import execute

# 1, 5, 30 min, 2, 6 h …; then a person looks. The look-up comes first where the channel offers one.
RETRY_AFTER_S = (5, 60, 300, 1800, 7200, 21600)


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
