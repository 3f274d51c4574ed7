"""Record what became of money that was to be moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kontor.kernel.actor import Actor
from kontor.payments.events import MoneyMoved, PaymentSecured
from kontor.payments.models import (
    LIVE,
    MoneyIntent,
    MoneyKind,
    MoneyState,
    MoneyWay,
    Payment,
    PaymentEntry,
    PaymentMethod,
)
from kontor.platform.post.outbox import publish
from kontor.platform.sql.lock_order import note_lock

_ENTRY = {"capture": "captured", "refund": "refunded"}


@dataclass(frozen=True, slots=True)
class MoneyOutcome:
    """What became of an intent: ``succeeded``, ``pending`` (the provider has it) or ``failed``."""

    intent_id: int
    state: str
    external_id: str = ""
    problem: str = ""
    booked_on: date | None = None
    # Where a worker records its own call: the fencing number it drew.
    fence: int | None = None
    # In which states alone this may be said.
    states: tuple[str, ...] = LIVE
    # The same verb changes more of this payment, and judges itself whether that is enough.
    more_follows: bool = False


def record_money(*, outcome: MoneyOutcome, at: datetime, by: Actor) -> bool:
    """Money counts as moved once whoever moves it says so; what failed is free again. False where that is known already.

    What is not given back after all may be what an order in prepayment waited for.

    Tells: MoneyMoved, PaymentSecured. Locks: the payment, the intent.
    """
    payment_id = MoneyIntent.objects.values_list("payment_id", flat=True).get(id=outcome.intent_id)
    payment = Payment.objects.select_for_update(no_key=True).get(id=payment_id)
    note_lock("payments", [payment.order_id])
    intent = MoneyIntent.objects.select_for_update(no_key=True).get(id=outcome.intent_id)
    theirs = outcome.fence is not None and (intent.fence != outcome.fence or intent.state != MoneyState.INFLIGHT)
    if theirs or intent.state not in outcome.states:
        return False
    intent.state, intent.lease_until = outcome.state, None
    intent.external_id = outcome.external_id or intent.external_id
    intent.problem = outcome.problem
    if outcome.state != MoneyState.PENDING:
        intent.ended_at = at
        _settle(payment, intent, done=outcome.state == MoneyState.SUCCEEDED)
    intent.save()
    if _is_enough(payment) and not outcome.more_follows:
        payment.secured_at = at
        payment.save(update_fields=["secured_at"])
        publish([PaymentSecured(payment.order_id)], at=at, by=by)
    if outcome.state == MoneyState.SUCCEEDED and intent.kind in _ENTRY:
        PaymentEntry.objects.create(
            payment=payment, kind=_ENTRY[intent.kind], amount=intent.amount, reference=intent.reference,
            elsewhere=intent.elsewhere, at_provider=intent.way == MoneyWay.PROVIDER,
            booked_on=outcome.booked_on, at=at, by=str(by),
        )  # fmt: skip
        publish([MoneyMoved(payment.order_id, _ENTRY[intent.kind])], at=at, by=by)
    return True


def _is_enough(payment: Payment) -> bool:
    waits = payment.method == PaymentMethod.PREPAYMENT and payment.secured_at is None
    return waits and payment.amount > 0 and payment.lacking <= 0


def _settle(payment: Payment, intent: MoneyIntent, *, done: bool) -> None:
    if intent.kind == MoneyKind.CAPTURE:
        payment.capture_pending -= intent.amount
        payment.captured += intent.amount if done else 0
        if done and intent.last:
            payment.authorized = payment.captured + payment.capture_pending
    elif intent.kind == MoneyKind.REFUND:
        payment.refund_pending -= intent.amount
        payment.refunded += intent.amount if done else 0
    elif intent.kind == MoneyKind.VOID and done:
        payment.authorized = payment.captured + payment.capture_pending
    elif intent.kind == MoneyKind.AUTHORISE and not done and not payment.external_id:
        payment.let_page_go()
    payment.save()
