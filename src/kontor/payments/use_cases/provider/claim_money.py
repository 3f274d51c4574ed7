"""Claim money that is to be moved."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kontor.payments.models import MoneyIntent, Payment
from kontor.platform.outside.intents import claim_rows


@dataclass(frozen=True, slots=True)
class ClaimedMoney:
    """What this worker is about to ask of the provider."""

    intent_id: int
    fence: int
    attempts: int
    must_look_up: bool  # an earlier call may have reached the provider
    kind: str
    reference: str
    amount: Decimal
    currency: str
    last: bool
    reason: str
    payment_id: int
    external_id: str


def claim_money(*, account_id: int, most: int) -> list[ClaimedMoney]:
    """One worker at a time moves an amount; a worker that comes back late is shut out by its fencing number."""
    columns = ("kind", "reference", "amount", "currency", "last", "reason", "payment_id")
    rows = claim_rows(MoneyIntent, scope={"account_id": account_id}, columns=columns, most=most)
    paid = Payment.objects.filter(id__in={row["payment_id"] for row in rows})
    theirs = dict(paid.values_list("id", "external_id"))
    return [ClaimedMoney(**row, external_id=theirs[row["payment_id"]]) for row in rows]
