"""Write down that a channel was told."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.events import RefundTold
from kontor.channels.models import ChannelIntent, IntentKind
from kontor.channels.use_cases.intents.claim_intents import ClaimedIntent
from kontor.kernel.actor import SYSTEM
from kontor.platform.outside.intents import end_row
from kontor.platform.post.outbox import publish


def record_intent_outcome(*, claimed: ClaimedIntent, external_id: str, at: datetime) -> bool:
    """The channel knows. False where another worker owns it by now. Tells: RefundTold for a refund."""
    if not end_row(ChannelIntent, claimed.intent_id, claimed.fence, at=at, external_id=external_id[:200]):
        return False
    if claimed.kind == IntentKind.REFUND:
        publish([RefundTold(claimed.order_id, claimed.reference, external_id)], at=at, by=SYSTEM)
    return True
