"""Give a claim on money back."""

from __future__ import annotations

from datetime import datetime

from kontor.payments.models import MoneyIntent, MoneyState
from kontor.payments.use_cases.provider.claim_money import ClaimedMoney
from kontor.platform.outside.intents import release_row


def release_money(
    *, claimed: ClaimedMoney, may_have_moved: bool, problem: str, after_s: float | None, at: datetime
) -> bool:
    """What certainly did nothing is asked again; of what may have moved the outcome is unknown, and it is looked up first.

    False where another worker owns it by now.
    """
    state = MoneyState.UNKNOWN if may_have_moved else MoneyState.NEW
    return release_row(MoneyIntent, claimed, state=state, problem=problem, after_s=after_s, at=at)
