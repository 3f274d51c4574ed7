"""Want money to be moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.kernel.ids import new_uuid
from kontor.payments.calls import call_send_money
from kontor.payments.errors import PaymentUnknown
from kontor.payments.models import LIVE, MoneyIntent, MoneyKind, MoneyWay, Payment
from kontor.payments.queries import balance_of_payment, find_payer, person_of_account
from kontor.payments.rules import check_move, way_of
from kontor.platform.sql.lock_order import note_lock


@dataclass(frozen=True, slots=True)
class MoneyMove:
    """Money of an order to be collected (capture), let go (void) or given back (refund). ``cause`` is what it follows from: the
    same one moves money once. ``last``: no other capture follows. ``at_channel``: the channel that took the money can
    give it back.
    """

    order_id: int
    kind: str
    amount: Decimal
    cause: str
    reason: str = ""
    last: bool = False
    at_channel: bool = False


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
        if it.kind == MoneyKind.CAPTURE:
            payment.capture_pending += it.amount
        elif it.kind == MoneyKind.REFUND:
            payment.refund_pending += it.amount
        payment.save(update_fields=["capture_pending", "refund_pending"])
        made.append(_write(payment, it, at, by))
    for account_id in sorted(
        {intent.account_id for intent in made if intent.way == MoneyWay.PROVIDER and intent.account_id}
    ):
        call_send_money(account_id)
    return [intent.id for intent in made]


def _write(payment: Payment, it: MoneyMove, at: datetime, by: Actor) -> MoneyIntent:
    way = way_of(it.kind, payment.method, at_provider=bool(payment.external_id), at_channel=it.at_channel)
    holder, iban, brought_by = find_payer(payment) if way == "transfer" else ("", "", "")
    return MoneyIntent.objects.create(
        payment=payment, account=payment.account, way=way, holder=holder[:70], iban=iban[:34],
        account_by=person_of_account(brought_by),
        kind=it.kind, reference=f"K{new_uuid().hex}", cause=it.cause[:80], amount=it.amount, currency=payment.currency,
        last=it.last, reason=it.reason[:200], asked_at=at, asked_by=str(by),
    )  # fmt: skip
