"""Want money to be moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.kernel.ids import new_uuid
from kontor.payments.calls import call_send_money
from kontor.payments.errors import PaymentUnknown
from kontor.payments.models import LIVE, MoneyIntent, MoneyKind, MoneyWay, Payment
from kontor.payments.queries import balance_of_payment, find_payer, person_of_account, sum_elsewhere
from kontor.payments.rules import RECEIVED_ELSEWHERE, check_move, part_refund, way_of
from kontor.platform.sql.lock_order import note_lock


@dataclass(frozen=True, slots=True)
class MoneyMove:
    """Money of an order to be collected (capture), let go (void) or given back (refund). ``cause`` is what it follows from: the
    same one moves money once. ``last``: no other capture follows. ``by_channel``: what its channel took in, that can give
    back.
    """

    order_id: int
    kind: str
    amount: Decimal
    cause: str
    reason: str = ""
    last: bool = False
    by_channel: bool = False


def request_money_move(*, wanted: Sequence[MoneyMove], at: datetime, by: Actor) -> list[int]:
    """Money that is to move is set aside first, so that no two can move the same; the provider is called after the commit.

    Returns the new intents; a cause that is known moves nothing. Refuses all of it: PaymentUnknown, CaptureTooMuch,
    RefundTooMuch, NothingToLetGo, NoWholeCents. Locks: the payments (the caller has locked the orders).
    """
    order_ids = {it.order_id for it in wanted}
    note_lock("payments", order_ids)
    rows = Payment.objects.select_for_update(no_key=True).filter(order_id__in=order_ids).order_by("id")
    payments = {payment.order_id: payment for payment in rows}
    if missing := order_ids - set(payments):
        raise PaymentUnknown(order=min(missing))
    known = set(
        MoneyIntent.objects.filter(payment__in=payments.values(), state__in=[*LIVE, "succeeded"]).values_list(
            "payment_id", "kind", "cause"
        )
    )
    made = []
    for it in wanted:
        payment = payments[it.order_id]
        if (payment.id, it.kind, it.cause) in known:
            continue
        check_move(it.kind, it.amount, balance_of_payment(payment), payment.currency)
        if it.kind != MoneyKind.REFUND:
            made.append(_write(payment, it, at, by))
            payment.capture_pending += it.amount if it.kind == MoneyKind.CAPTURE else 0
        else:
            made += _give_back(payment, it, at, by)
            payment.refund_pending += it.amount
        payment.save(update_fields=["capture_pending", "refund_pending"])
    for account_id in sorted(
        {intent.account_id for intent in made if intent.way == MoneyWay.PROVIDER and intent.account_id}
    ):
        call_send_money(account_id)
    return [intent.id for intent in made]


def _give_back(payment: Payment, it: MoneyMove, at: datetime, by: Actor) -> list[MoneyIntent]:
    """Back the way it came, which may be two: the second part has a cause of its own."""
    there = it.amount if payment.method in RECEIVED_ELSEWHERE else sum_elsewhere(payment)
    parts = part_refund(it.amount, elsewhere=there)
    causes = (it.cause, f"{it.cause[:70]}:rest")
    return [
        _write(payment, replace(it, amount=part.amount, cause=cause), at, by, elsewhere=part.elsewhere)
        for cause, part in zip(causes, parts, strict=False)
    ]


def _write(payment: Payment, it: MoneyMove, at: datetime, by: Actor, *, elsewhere: bool = False) -> MoneyIntent:
    way = way_of(
        it.kind, payment.method, at_provider=bool(payment.external_id), elsewhere=elsewhere, by_channel=it.by_channel
    )
    holder, iban, brought_by = find_payer(payment) if way == "transfer" else ("", "", "")
    return MoneyIntent.objects.create(
        payment=payment, account=payment.account, way=way, holder=holder[:70], iban=iban[:34],
        account_by=person_of_account(brought_by), elsewhere=elsewhere,
        kind=it.kind, reference=f"K{new_uuid().hex}", cause=it.cause[:80], amount=it.amount, currency=payment.currency,
        last=it.last, reason=it.reason[:200], asked_at=at, asked_by=str(by),
    )  # fmt: skip
