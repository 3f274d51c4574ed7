"""Write down that a channel was told."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.use_cases.claim_intents import ClaimedIntent
from kontor.platform.bulk import execute


def settle_intent(*, claimed: ClaimedIntent, external_id: str, at: datetime) -> bool:
    """The channel knows. False where another worker owns it by now."""
    touched = execute(
        "UPDATE channels_channelintent SET state = 'succeeded', lease_until = NULL, problem = '', external_id = %s,"
        " settled_at = %s WHERE id = %s AND fence = %s AND state = 'inflight'",
        [external_id[:200], at, claimed.intent_id, claimed.fence],
    )
    return touched == 1
