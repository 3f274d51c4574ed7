"""Write down that a provider refused our credentials."""

from __future__ import annotations

from datetime import datetime

from kontor.payments.models import ProviderAccount, ProviderState


def refuse_login(*, account_id: int, problem: str, at: datetime) -> None:
    """An account whose credentials were refused rests until somebody enters them again."""
    ProviderAccount.objects.filter(id=account_id).update(
        state=ProviderState.NEEDS_LOGIN, problem=problem[:2_000], failed_at=at
    )
