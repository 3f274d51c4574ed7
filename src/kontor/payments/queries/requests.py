"""Money and credits by hand: what was given, what is left over, what waits for a second person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import Left

from kontor.access.public import person_behind
from kontor.kernel.actor import Actor, read_actor
from kontor.kernel.money import ZERO
from kontor.payments.models import (
    MoneyIntent,
    MoneyKind,
    MoneyRequest,
    MoneyState,
    MoneyWay,
    Payment,
    PaymentEntry,
    RequestKind,
    RequestState,
    Voucher,
    VoucherEntry,
)
from kontor.payments.queries.bank import SENT_BACK_ENTRY, WAS_GIVEN
from kontor.payments.queries.money import MoneyIntentRow
from kontor.payments.rules import BY_HAND, LEFT_OVER, LeftOver, needs_second, part_left_over
from kontor.platform.sql.bulk import execute
from kontor.platform.sql.rows import read_rows

# Who besides whom asked made an order cost less, in the facts of a request.
PEOPLE = "people"


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
    def askers(self) -> set[str]:
        """Return whose wish it is: none of them is a second person to it."""
        return {self.asked_person or self.asked_by, *self.facts.get(PEOPLE, ())}

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
# By a line that bears our reference the bank itself says that a refund came back; that another line is one says a person.
_BANK_BROUGHT_BACK = Exists(
    PaymentEntry.objects.filter(
        payment=OuterRef("payment"),
        kind=SENT_BACK_ENTRY,
        reference=OuterRef("reference"),
        transaction__end_to_end=Left(OuterRef("reference"), 35),
    )
)
# What was handed to the bank, or given by hand, counts for the limit, whatever somebody says of it afterwards.
_NEVER_LEFT = Q(_BANK_BROUGHT_BACK, state=MoneyState.FAILED) | Q(~WAS_GIVEN, state=MoneyState.FAILED, file=None)
_FAILED = Q(state=MoneyState.FAILED)


def _sum_by_hand(order_ids: Collection[int], *, without: Q) -> dict[int, Decimal]:
    """Return what was given back of orders by hand, in money, or is on its way; ``without``: what does not count."""
    money = MoneyIntent.objects.filter(
        payment__order_id__in=order_ids, kind=MoneyKind.REFUND, cause__startswith=BY_HAND
    ).exclude(without)
    return dict(money.order_by().values_list("payment__order_id").annotate(sum=Sum("amount")))


def _sum_to_vouchers(order_ids: Collection[int]) -> dict[int, Decimal]:
    """Return what was given back of orders to vouchers, by hand."""
    returned = VoucherEntry.objects.filter(order_id__in=order_ids, kind=_RETURNED).order_by()
    to_vouchers: dict[int, Decimal] = {}
    for order_id, reference, amount in returned.values_list("order_id", "reference", "amount"):
        if reference.startswith(f"{order_id}:{BY_HAND}"):
            to_vouchers[order_id] = to_vouchers.get(order_id, ZERO) + amount
    return to_vouchers


def sum_back_by_itself(payments: Collection[Payment]) -> dict[int, Decimal]:
    """Return what went back of each order or is on its way for pieces that were cancelled, not by somebody's choice."""
    back = {it.order_id: it.refunded + it.refund_pending for it in payments}
    some = [order_id for order_id, amount in back.items() if amount]
    by_hand = _sum_by_hand(some, without=_FAILED) if some else {}
    return {order_id: max(ZERO, amount - by_hand.get(order_id, ZERO)) for order_id, amount in back.items()}


def list_left_over(order_ids: Collection[int], *, given_away: Mapping[int, Decimal]) -> dict[int, LeftOver]:
    """Return what is left over of orders, by the order, also where that is nothing. ``given_away``: by how much what is left of
    them costs less than was agreed and paid; where that is not known, what waits for a second person and what one has refused.
    Neither is a part of what was lowered.
    """
    money, to_vouchers = _sum_by_hand(order_ids, without=_FAILED), _sum_to_vouchers(order_ids)
    for_the_limit = _sum_by_hand(order_ids, without=_NEVER_LEFT)
    waiting = sum_waiting(order_ids)
    found = {}
    for it in Payment.objects.filter(order_id__in=order_ids):
        by_hand = money.get(it.order_id, ZERO)
        left = part_left_over(
            received=it.captured - it.disputed, due=it.amount, given_back=it.refunded + it.refund_pending, by_hand=by_hand,
            given_away=given_away.get(it.order_id, it.withheld + waiting.get(it.order_id, ZERO)),
        )  # fmt: skip
        free = left.lowered - it.withheld - waiting.get(it.order_id, ZERO)
        said_back = for_the_limit.get(it.order_id, ZERO) - by_hand
        before = left.given_before + said_back + to_vouchers.get(it.order_id, ZERO)
        outgrown = free < 0 and it.order_id in waiting
        found[it.order_id] = replace(left, lowered=max(ZERO, free), given_before=before, outgrown=outgrown)
    return found


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


def list_request_orders(request_id: int) -> list[int]:
    """Return the order that a request is about, if it is about one."""
    rows = MoneyRequest.objects.filter(id=request_id, order_id__isnull=False)
    return [order_id for order_id in rows.values_list("order_id", flat=True) if order_id is not None]


def list_asked_back(order_ids: Collection[int]) -> set[int]:
    """Return those of the orders of which somebody has asked that money goes back, and nobody has decided yet."""
    rows = MoneyRequest.objects.filter(state=RequestState.OPEN, kind=RequestKind.REFUND, order_id__in=order_ids)
    return {order_id for order_id in rows.values_list("order_id", flat=True) if order_id is not None}


def sum_asked_back(order_ids: Collection[int]) -> dict[int, Decimal]:
    """Return what waits for a second person to go back of orders."""
    rows = MoneyRequest.objects.filter(state=RequestState.OPEN, kind=RequestKind.REFUND, order_id__in=order_ids)
    found = rows.order_by().values_list("order_id").annotate(sum=Sum("amount"))
    return {order_id: amount for order_id, amount in found if order_id is not None}


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


def person_of_account(brought_by: str) -> str:
    """Return who brought an account; what was written before people were known by their number was an actor."""
    known = not brought_by or brought_by.startswith("person:")
    return brought_by if known else person_behind(read_actor(brought_by))


def _agreed_accounts(it: MoneyIntentRow) -> set[tuple[str, str]]:
    of_account = Q(kind=RequestKind.ACCOUNT, facts__intent=it.id)
    told = it.cause.removeprefix(f"{BY_HAND}request:")
    own = Q(id=int(told), kind=RequestKind.REFUND) if told != it.cause and told.isdigit() else Q(pk__in=[])
    agreed = MoneyRequest.objects.filter(of_account | own, state=RequestState.APPROVED, order_id=it.order_id)
    # Who brought the account is no second person to it, whoever asked for the money; of an account he himself has asked.
    theirs = person_of_account(it.account_by)
    return {
        (str(facts.get("holder") or "").strip()[:70], str(facts.get("iban") or "").replace(" ", "").upper())
        for kind, facts, decided in agreed.values_list("kind", "facts", "decided_person")
        if kind == RequestKind.ACCOUNT or decided != theirs
    }
