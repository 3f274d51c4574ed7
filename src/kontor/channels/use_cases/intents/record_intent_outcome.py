"""Write down that a channel was told."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.events import RefundTold
from kontor.channels.models import IntentKind
from kontor.channels.use_cases.intents.claim_intents import ClaimedIntent
from kontor.kernel.actor import SYSTEM
from kontor.platform.post.outbox import publish
from kontor.platform.sql.bulk import select_rows


def record_intent_outcome(*, claimed: ClaimedIntent, external_id: str, at: datetime) -> bool:
    """The channel knows. False where another worker owns it by now. Tells: RefundTold for a refund."""
    told = select_rows(
        "UPDATE channels_channelintent SET state = 'succeeded', lease_until = NULL, problem = '', external_id = %s,"
        " settled_at = %s WHERE id = %s AND fence = %s AND state = 'inflight'"
        " RETURNING order_id",
        [external_id[:200], at, claimed.intent_id, claimed.fence],
    )
    if told and claimed.kind == IntentKind.REFUND:
        publish([RefundTold(told[0][0], claimed.reference, external_id)], at=at, by=SYSTEM)
    return bool(told)
