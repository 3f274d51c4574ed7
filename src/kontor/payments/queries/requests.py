"""Money and credits by hand: what was given, what is left over, what waits for a second person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from kontor.access.public import person_behind
from kontor.kernel.actor import Actor
from kontor.payments.models import (
    MoneyIntent,
    MoneyKind,
    MoneyRequest,
    MoneyState,
    MoneyWay,
    Payment,
    RequestKind,
    RequestState,
    Voucher,
    VoucherEntry,
)
from kontor.payments.queries.money import MoneyIntentRow
from kontor.payments.rules import BY_HAND, LEFT_OVER, needs_second
from kontor.platform.sql.bulk import execute
from kontor.platform.sql.rows import read_rows


@dataclass(frozen=True, slots=True)
class MoneyRequestRow:
    """Money or a credit that waits for a second person."""

    id: int
    kind: str
    order_id: int | None
    amount: Decimal
    currency: str
    reason: str
    asked_at: datetime
    asked_by: str
    asked_person: str
    facts: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Return what is to be given, in the reader's language."""
        return str(RequestKind(self.kind).label)

    @property
    def account(self) -> str:
        """Return to whose account it goes; empty where it goes to none."""
        told = (str(self.facts.get("holder") or ""), str(self.facts.get("iban") or ""))
        return ", ".join(it for it in told if it)


def list_money_requests(order_id: int | None = None) -> list[MoneyRequestRow]:
    """Return what waits for a second person, of one order or of all, the oldest first."""
    rows = MoneyRequest.objects.filter(state=RequestState.OPEN).order_by("id")
    return read_rows(MoneyRequestRow, (rows if order_id is None else rows.filter(order_id=order_id))[:200])


def sum_vouchers_issued(legal_entity_id: int, *, by: Actor, currency: str, since: datetime) -> Decimal:
    """Return what somebody's vouchers of a legal entity come to that he issued since then, himself or by a key of his. Locks: his
    issuing, until the transaction ends, so that of two at once the second counts the first.
    """
    person = person_behind(by)
    execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"vouchers:{legal_entity_id}:{person}"])
    rows = Voucher.objects.filter(
        legal_entity_id=legal_entity_id, issued_person=person, currency=currency, issued_at__gte=since, order_id=None
    )
    return rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


_RETURNED = "returned"
# What was handed to the bank counts, whatever somebody says of it afterwards.
_NEVER_LEFT = Q(state=MoneyState.FAILED, file=None)


def sum_given_by_hand(order_id: int) -> Decimal:
    """Return what was given back of an order by hand, to vouchers, too, or is on its way, and what somebody here made it owe less
    of what was paid.
    """
    money = MoneyIntent.objects.filter(payment__order_id=order_id, kind=MoneyKind.REFUND, cause__startswith=BY_HAND)
    lowered = Payment.objects.filter(order_id=order_id).values_list("lowered_by_hand", flat=True).first()
    returned = VoucherEntry.objects.filter(
        order_id=order_id, kind=_RETURNED, reference__startswith=f"{order_id}:{BY_HAND}"
    )
    found = (money.exclude(_NEVER_LEFT), returned)
    return sum((rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0) for rows in found), lowered or Decimal(0))


def sum_lowered(order_ids: Collection[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """Return what somebody here made parts of orders cost less, of what was paid, and what was given back of them by now or is on
    its way; orders of which nothing was made less are left out.
    """
    rows = Payment.objects.filter(order_id__in=order_ids, lowered_by_hand__gt=0)
    return {it.order_id: (it.lowered_by_hand, it.refunded + it.refund_pending) for it in rows}


def is_given_back(order_id: int, *, cause: str) -> bool:
    """Whether something was given back of an order for this cause, or is on its way."""
    money = MoneyIntent.objects.filter(payment__order_id=order_id, kind=MoneyKind.REFUND, cause=cause[:80])
    reference = f"{order_id}:{cause}"[:60]
    return (
        money.exists() or VoucherEntry.objects.filter(order_id=order_id, kind=_RETURNED, reference=reference).exists()
    )


def sum_transfers_back(order_id: int) -> Decimal:
    """Return what goes back of an order by transfer, or went."""
    rows = MoneyIntent.objects.filter(payment__order_id=order_id, kind=MoneyKind.REFUND, way=MoneyWay.TRANSFER)
    return rows.exclude(_NEVER_LEFT).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def sum_waiting(order_ids: Collection[int]) -> dict[int, Decimal]:
    """Return what is left over of orders since less was agreed on, and waits for a second person: nothing else gives it back."""
    waiting = MoneyRequest.objects.filter(
        order_id__in=order_ids, kind=RequestKind.REFUND, state=RequestState.OPEN, cause__startswith=LEFT_OVER
    )
    found = waiting.order_by().values("order_id").annotate(sum=Sum("amount"))
    return {it["order_id"]: it["sum"] for it in found if it["order_id"] is not None}


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What is left over of an order because somebody here changed it, and what was given back of it by hand before."""

    amount: Decimal
    given_before: Decimal


def find_left_over(order_id: int) -> LeftOver:
    """Return what is left over of an order since somebody here made it owe less, is not on its way back, and neither waits for a
    second person nor was refused by one.
    """
    payment = Payment.objects.filter(order_id=order_id).first()
    if payment is None:
        return LeftOver(Decimal(0), Decimal(0))
    waiting = sum_waiting([order_id]).get(order_id, Decimal(0))
    amount = max(Decimal(0), min(payment.left_over - payment.withheld - waiting, payment.lowered_by_hand))
    return LeftOver(amount, sum_given_by_hand(order_id) - amount)


def list_request_orders(request_id: int) -> list[int]:
    """Return the order that a request is about, if it is about one."""
    rows = MoneyRequest.objects.filter(id=request_id, order_id__isnull=False)
    return [order_id for order_id in rows.values_list("order_id", flat=True) if order_id is not None]


def count_money_requests(*, before: datetime) -> int:
    """Return how many requests wait for a second person since before then."""
    return MoneyRequest.objects.filter(state=RequestState.OPEN, asked_at__lt=before).count()


def find_request_state(cause: str) -> str | None:
    """Return where the request of a cause stands; nothing where there is none."""
    return MoneyRequest.objects.filter(cause=cause).values_list("state", flat=True).first()


def list_transfers_unagreed(order_ids: Collection[int], *, limit: Decimal | None) -> list[MoneyIntentRow]:
    """Return the refunds by transfer that no second person has looked at, of orders of which more than the limit goes back so:
    nobody but who asked has agreed to the account that it goes to now, with the refund or by itself.
    """
    rows = MoneyIntent.objects.filter(
        payment__order_id__in=order_ids, way=MoneyWay.TRANSFER, kind=MoneyKind.REFUND, state=MoneyState.NEW
    )
    waiting = read_rows(MoneyIntentRow, rows.exclude(iban="").order_by("id"))
    above = {
        it
        for it in {row.order_id for row in waiting}
        if needs_second(sum_transfers_back(it), limit=limit, given_before=Decimal(0))
    }
    return [it for it in waiting if it.order_id in above and (it.holder, it.iban) not in _agreed_accounts(it)]


def _agreed_accounts(it: MoneyIntentRow) -> set[tuple[str, str]]:
    of_account = Q(kind=RequestKind.ACCOUNT, facts__intent=it.id)
    told = it.cause.removeprefix(f"{BY_HAND}request:")
    own = Q(id=int(told), kind=RequestKind.REFUND) if told != it.cause and told.isdigit() else Q(pk__in=[])
    agreed = MoneyRequest.objects.filter(of_account | own, state=RequestState.APPROVED, order_id=it.order_id)
    return {
        (str(facts.get("holder") or "").strip()[:70], str(facts.get("iban") or "").replace(" ", "").upper())
        for facts in agreed.values_list("facts", flat=True)
    }
