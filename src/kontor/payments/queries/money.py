"""Money that moves, or waits to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import BooleanField, Case, Count, F, Q, When, Window
from django.db.models.functions import RowNumber

from kontor.payments.models import (
    MoneyIntent,
    MoneyKind,
    MoneyState,
    MoneyWay,
    Payment,
    ProviderAccount,
)
from kontor.payments.rules import GIVEN_UP
from kontor.platform.sql.bulk import select_as, select_rows
from kontor.platform.sql.rows import column, read_row, read_rows


@dataclass(frozen=True, slots=True)
class MoneyIntentRow:
    """Money that is to be moved. ``account``: the code of the account at a provider; ``holder``, ``iban``: where a transfer goes;
    ``file``: the fingerprint of the file in which it was handed to the bank.
    """

    id: int
    way: str
    kind: str
    state: str
    reference: str
    amount: Decimal
    currency: str
    reason: str
    problem: str
    holder: str
    iban: str
    asked_at: datetime
    asked_by: str
    account_by: str
    cause: str
    payment_id: int
    order_id: int = column("payment__order_id")
    account: str | None = column("account__code")
    file: str | None = column("file__sha256")
    file_name: str | None = column("file__name")

    @property
    def name(self) -> str:
        """Return what is to be done, in the reader's language."""
        return str(MoneyKind(self.kind).label)

    @property
    def way_name(self) -> str:
        """Return how, in the reader's language."""
        return str(MoneyWay(self.way).label)

    @property
    def state_name(self) -> str:
        """Return how it stands, in the reader's language."""
        return str(MoneyState(self.state).label)


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


def find_payments_named(account_id: int, external_ids: Collection[str]) -> list[int]:
    """Return the payments that a provider's message speaks of."""
    found = Payment.objects.filter(account_id=account_id, external_id__in=external_ids)
    return list(found.order_by("id").values_list("id", flat=True))


def get_money_intents(ids: Collection[int]) -> list[MoneyIntentRow]:
    """Return what is to be done with money, as it was asked for."""
    return read_rows(MoneyIntentRow, MoneyIntent.objects.filter(id__in=ids).order_by("id"))


def get_money_intent(intent_id: int) -> MoneyIntentRow:
    """Return what is to be done with money once. Refuses: NotFound."""
    return read_row(MoneyIntentRow, MoneyIntent.objects.filter(id=intent_id), intent=intent_id)


def list_told_to_channels(references: Collection[str]) -> list[MoneyIntentRow]:
    """Return the refunds that channels make, by what these know them by, payment by payment."""
    rows = MoneyIntent.objects.filter(reference__in=references, way=MoneyWay.CHANNEL)
    return read_rows(MoneyIntentRow, rows.order_by("payment_id", "id"))


def count_refunds(order_ids: Collection[int]) -> dict[int, int]:
    """Return how many refunds of each order were ever asked for."""
    rows = MoneyIntent.objects.filter(payment__order_id__in=order_ids, kind=MoneyKind.REFUND)
    counts = dict(rows.values_list("payment__order_id").annotate(Count("id")))
    return {order_id: counts.get(order_id, 0) for order_id in order_ids}


_WAITING = (MoneyState.NEW, MoneyState.PENDING)
_BY_OTHERS = (MoneyWay.PROVIDER, MoneyWay.CHANNEL)
_BY_HAND = ~Q(way__in=_BY_OTHERS) & Q(state__in=_WAITING)


def list_money_for_people(*, tries: int, most: int) -> tuple[list[MoneyIntentRow], list[MoneyIntentRow]]:
    """Return the refunds that somebody has to make or to confirm, and the money that a provider refused to move or did not answer
    for after so many tries, unless somebody gave it up: so many of each, the oldest first and the newest first.
    """
    tired = Q(state__in=[MoneyState.NEW, MoneyState.UNKNOWN], attempts__gte=tries) | Q(state=MoneyState.FAILED)
    stuck = tired & ~Q(problem__in=GIVEN_UP)
    # By one statement, each with an end of its own: neither hides the other.
    rows = MoneyIntent.objects.annotate(
        by_hand=Case(When(_BY_HAND, then=True), default=False, output_field=BooleanField())
    )
    turn = Window(RowNumber(), partition_by="by_hand", order_by=Case(When(_BY_HAND, then=F("id")), default=-F("id")))
    ids = rows.filter(_BY_HAND | stuck).annotate(turn=turn).filter(turn__lte=most)
    found = read_rows(MoneyIntentRow, MoneyIntent.objects.filter(id__in=ids.values("id")).order_by("id"))
    by_hand = [it for it in found if it.way not in _BY_OTHERS and it.state in _WAITING]
    return by_hand, [it for it in reversed(found) if it not in by_hand]


def list_money_by_hand() -> list[MoneyIntentRow]:
    """Return the refunds that somebody has to make or to confirm, the oldest first."""
    return read_rows(MoneyIntentRow, MoneyIntent.objects.filter(_BY_HAND).order_by("id"))


def list_money_at_channels() -> list[MoneyIntentRow]:
    """Return the refunds that sales channels are to make and have not taken on yet, the oldest first."""
    rows = MoneyIntent.objects.filter(way=MoneyWay.CHANNEL, state__in=_WAITING)
    return read_rows(MoneyIntentRow, rows.order_by("id"))


def list_failed_money() -> list[MoneyIntentRow]:
    """Return what a provider refused lately or has not answered for, the newest first."""
    rows = MoneyIntent.objects.filter(way=MoneyWay.PROVIDER).filter(
        Q(state=MoneyState.FAILED) | Q(attempts__gt=2, state=MoneyState.UNKNOWN)
    )
    return read_rows(MoneyIntentRow, rows.order_by("-id")[:50])


# The index of refunds that were given finds those of an amount, the newest first.
_GIVEN_BEFORE = """
SELECT line.id, given.id
  FROM payments_banktransaction line JOIN payments_bankstatement told ON told.id = line.statement_id,
       LATERAL (SELECT i.id FROM payments_moneyintent i
                 WHERE i.kind = 'refund' AND i.state = 'succeeded' AND i.amount = line.amount
                   AND i.currency = line.currency AND i.way IN ('transfer', 'hand') AND NOT i.elsewhere
                   AND coalesce(i.legal_entity_id, told.legal_entity_id) = told.legal_entity_id
                   AND i.asked_at::date <= line.booked_on
                 ORDER BY i.id DESC LIMIT %s) AS given
 WHERE line.id = ANY(%s) ORDER BY given.id DESC
"""


def list_refunds_given(transaction_ids: Sequence[int], *, most: int) -> dict[int, list[MoneyIntentRow]]:
    """Return, of each line that brings money, the refunds of as much that its company had given before its day and that may have
    come back by it, the newest first. The company of one by hand is that of its order, which another room knows.
    """
    pairs = select_rows(_GIVEN_BEFORE, [most, list(transaction_ids)])
    rows = MoneyIntent.objects.filter(id__in={intent_id for _, intent_id in pairs})
    given = {it.id: it for it in read_rows(MoneyIntentRow, rows)}
    found: dict[int, list[MoneyIntentRow]] = {}
    for line_id, intent_id in pairs:
        found.setdefault(line_id, []).append(given[intent_id])
    return found


def list_money(order_id: int) -> list[MoneyIntentRow]:
    """Return what was asked to be done with the money of an order."""
    return read_rows(MoneyIntentRow, MoneyIntent.objects.filter(payment__order_id=order_id).order_by("id"))


@dataclass(frozen=True, slots=True)
class MoneySum:
    """What orders come to, what was received, what is open: one that was paid too much lowers no other's debt."""

    currency: str
    owed: Decimal
    received: Decimal
    open: Decimal


def sum_money(order_ids: Collection[int]) -> list[MoneySum]:
    """Return the money of orders in each currency. What is paid at a marketplace or a provider is not open here."""
    return select_as(
        MoneySum,
        "SELECT currency, sum(amount) AS owed, sum(captured - refunded) AS received,"
        " coalesce(sum(greatest(0, amount - captured + disputed"
        " + CASE WHEN secured_at IS NULL THEN refunded + refund_pending ELSE 0 END))"
        " FILTER (WHERE method IN ('prepayment', 'invoice')), 0) AS open"
        " FROM payments_payment WHERE order_id = ANY(%s) GROUP BY currency ORDER BY currency",
        [list(order_ids)],
    )


def list_secured(order_ids: Collection[int]) -> set[int]:
    """Return those of the orders whose money is certain now."""
    rows = Payment.objects.filter(order_id__in=order_ids, secured_at__isnull=False)
    return set(rows.values_list("order_id", flat=True))
