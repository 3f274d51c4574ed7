"""Money that moves, or waits to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from kontor.payments.models import (
    MoneyIntent,
    MoneyKind,
    MoneyState,
    MoneyWay,
    Payment,
    ProviderAccount,
)


def list_provider_codes() -> frozenset[str]:
    """Return the codes of the accounts at payment providers."""
    return frozenset(ProviderAccount.objects.values_list("code", flat=True))


def list_unmoved(now: datetime) -> list[int]:
    """Return the accounts at which money waits to be moved and nobody works on it."""
    due = MoneyIntent.objects.filter(way=MoneyWay.PROVIDER, state__in=["new", "unknown", "inflight"])
    due = due.exclude(state=MoneyState.INFLIGHT, lease_until__gt=now).exclude(not_before__gt=now)
    return sorted(set(due.values_list("account_id", flat=True)))


def list_unanswered(before: datetime) -> list[tuple[int, int]]:
    """Return payments at providers that wait for the buyer or for money under way, with their accounts."""
    waiting = Payment.objects.exclude(external_id="").filter(
        Q(secured_at=None, opened_at__gt=before)
        | Q(intents__state=MoneyState.PENDING)
        | Q(authorized=0, intents__kind=MoneyKind.AUTHORISE, intents__asked_at__gt=before)
    )
    return sorted(set(waiting.values_list("account_id", "id")))


def list_money_by_hand() -> list[MoneyIntent]:
    """Return the refunds that somebody has to make or to confirm, the oldest first."""
    rows = MoneyIntent.objects.exclude(way__in=["provider", "channel"]).filter(state__in=["new", "pending"])
    return list(rows.select_related("payment", "file").order_by("id"))


def list_money_at_channels() -> list[MoneyIntent]:
    """Return the refunds that sales channels are to make and have not taken on yet, the oldest first."""
    rows = MoneyIntent.objects.filter(way=MoneyWay.CHANNEL, state__in=["new", "pending"])
    return list(rows.select_related("payment").order_by("id"))


def list_failed_money() -> list[MoneyIntent]:
    """Return what a provider refused lately or has not answered for, the newest first."""
    rows = MoneyIntent.objects.filter(way=MoneyWay.PROVIDER).filter(
        Q(state=MoneyState.FAILED) | Q(attempts__gt=2, state=MoneyState.UNKNOWN)
    )
    return list(rows.select_related("payment", "account").order_by("-id")[:50])


def list_money(order_id: int) -> list[MoneyIntent]:
    """Return what was asked to be done with the money of an order."""
    return list(MoneyIntent.objects.filter(payment__order_id=order_id).select_related("account").order_by("id"))


def find_payments_named(account_id: int, external_ids: Collection[str]) -> list[int]:
    """Return the payments that a provider's message speaks of."""
    found = Payment.objects.filter(account_id=account_id, external_id__in=external_ids)
    return list(found.order_by("id").values_list("id", flat=True))
