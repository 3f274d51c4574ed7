"""Give a claimed intent back."""

from __future__ import annotations

from datetime import datetime

from kontor.channels.models import ChannelIntent
from kontor.channels.use_cases.intents.claim_intents import ClaimedIntent
from kontor.platform.outside.intents import release_row


def release_intent(
    *, claimed: ClaimedIntent, state: str, problem: str, after_s: float | None = None, at: datetime
) -> bool:
    """Give a claim back: ``new`` where the call certainly did nothing, ``unknown`` where it may have, else ``failed``."""
    return release_row(ChannelIntent, claimed, state=state, problem=problem, after_s=after_s, at=at)
