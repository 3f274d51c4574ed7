"""Receive money for many orders."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.payments.errors import AwaitedElsewhere, NothingReceived, PaymentUnknown, TooMuchMoney
from kontor.payments.events import PaymentSecured
from kontor.payments.models import Payment, PaymentEntry, PaymentMethod
from kontor.payments.queries import UNBOOKED
from kontor.payments.rules import check_units
from kontor.platform.post.outbox import publish
from kontor.platform.sql.bulk import execute, insert_rows
from kontor.platform.sql.lock_order import note_lock


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money for an order; ``reference`` names the transfer, which counts once for it. ``booked_on`` is the bank's day,
    ``transaction_id`` its line where a statement told it; ``turn``: how often it was booked on this order, the house counts.
    """

    order_id: int
    amount: Decimal
    reference: str
    booked_on: date | None = None
    transaction_id: int | None = None
    turn: int = 1


_WRITE = """
UPDATE payments_payment AS payment
   SET captured = d.captured, authorized = greatest(payment.authorized, d.captured),
       secured_at = coalesce(payment.secured_at, d.secured_at)
  FROM unnest(%s::bigint[], %s::numeric[], %s::timestamptz[]) AS d(id, captured, secured_at)
 WHERE payment.id = d.id
"""


def receive_payments(*, receipts: Sequence[Receipt], at: datetime, by: Actor) -> dict[int, bool]:
    """A prepaid order may be worked on once all of its money is there. Returns order → whether it is paid for now.

    What was received before counts no second time; what was taken off an order may be booked on it again.
    Refuses all of it: NothingReceived, PaymentUnknown, NoWholeCents, TooMuchMoney, AwaitedElsewhere.
    Tells: PaymentSecured once for each order. Locks: the payments (the caller has locked the orders).
    """
    if wrong := next((it for it in receipts if not it.amount.is_finite() or it.amount <= 0), None):
        raise NothingReceived(order=wrong.order_id, amount=wrong.amount)
    order_ids = sorted({it.order_id for it in receipts})
    note_lock("payments", order_ids)
    rows = Payment.objects.select_for_update(no_key=True).filter(order_id__in=order_ids).order_by("id")
    payments = {payment.order_id: payment for payment in rows}
    if missing := set(order_ids) - set(payments):
        raise PaymentUnknown(order=min(missing))
    for receipt in receipts:
        check_units(receipt.amount, payments[receipt.order_id].currency)
    fresh = _find_fresh(receipts, payments)
    coming: dict[int, Decimal] = defaultdict(Decimal)
    for receipt in fresh:
        coming[receipt.order_id] += receipt.amount
    secured = []
    for order_id, amount in coming.items():
        payment = payments[order_id]
        if payment.method == PaymentMethod.PROVIDER and payment.account_id:
            raise AwaitedElsewhere(order=order_id)
        if amount > payment.lacking:
            raise TooMuchMoney(order=order_id, owed=payment.lacking, received=amount)
        payment.captured += amount
        if payment.lacking == 0 and payment.secured_at is None:
            payment.secured_at = at
            secured.append(order_id)

    insert_rows(
        PaymentEntry,
        {
            "payment": [payments[it.order_id].id for it in fresh],
            "kind": "captured",
            "amount": [it.amount for it in fresh],
            "reference": [it.reference for it in fresh],
            "turn": [it.turn for it in fresh],
            # What a provider takes in it tells by itself.
            "at_provider": False,
            "transaction": [it.transaction_id for it in fresh],
            "booked_on": [it.booked_on for it in fresh], "at": at, "by": str(by),
        },
    )  # fmt: skip
    changed = [payments[order_id] for order_id in coming]
    if changed:
        execute(_WRITE, [[it.id for it in changed], [it.captured for it in changed], [it.secured_at for it in changed]])
    if secured:
        publish([PaymentSecured(order_id) for order_id in secured], at=at, by=by)
    return {order_id: payments[order_id].secured_at is not None for order_id in order_ids}


def _find_fresh(receipts: Sequence[Receipt], payments: Mapping[int, Payment]) -> list[Receipt]:
    """Return the receipts that are not booked, or were taken off again: these in their next turn."""
    booked: set[tuple[int, str, int]] = set()
    turns: Counter[tuple[int, str]] = Counter()
    entries = PaymentEntry.objects.filter(payment__in=payments.values(), kind__in=("captured", UNBOOKED))
    for payment_id, reference, turn, kind in entries.values_list("payment_id", "reference", "turn", "kind"):
        if kind == UNBOOKED:
            turns[payment_id, reference] += 1
        else:
            booked.add((payment_id, reference, turn))
    fresh = []
    for it in dict.fromkeys(receipts):
        payment_id = payments[it.order_id].id
        turn = 1 + turns[payment_id, it.reference]
        if (payment_id, it.reference, turn) not in booked:
            fresh.append(replace(it, turn=turn))
    return fresh
