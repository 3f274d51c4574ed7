"""Give a claim on a label back."""

from __future__ import annotations

from datetime import datetime

from kontor.platform.outside.intents import release_row
from kontor.shipping.models import LabelIntent, LabelState
from kontor.shipping.use_cases.claim_labels import ClaimedLabel


def release_label(*, claimed: ClaimedLabel, refused: bool, problem: str, after_s: float, at: datetime) -> bool:
    """What the carrier refused has failed; what it may have sold is looked up before it is asked for again.

    False where another worker owns it by now.
    """
    state = LabelState.FAILED if refused else LabelState.UNKNOWN
    return release_row(LabelIntent, claimed, state=state, problem=problem, after_s=after_s, at=at)
