"""Learn how a payment stands at its provider."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.kernel.money import ZERO
from kontor.payments.events import MoneyLeftOver, MoneyMoved, PaymentAsked, PaymentLost, PaymentSecured
from kontor.payments.models import LIVE, MoneyIntent, MoneyKind, Payment, PaymentEntry
from kontor.payments.ports import ProviderPayment
from kontor.payments.use_cases.payment.record_money import MoneyOutcome, record_money
from kontor.platform.post.outbox import publish
from kontor.platform.sql.lock_order import note_lock


def follow_provider(
    *, payment_id: int, told: ProviderPayment, about: str | None = None, at: datetime, by: Actor
) -> bool:
    """What the provider says of a payment counts, whoever did it: the buyer's agreement, money under way that arrived or failed,
    what somebody did by hand at the provider, and a dispute.

    Told again it changes nothing. ``about``: under which id the provider was asked; where the payment has another by
    now, the word
    comes too late and counts for nothing. False where money moved that may be what we have under way ourselves: it is
    asked after again.
    Tells: PaymentSecured, PaymentLost, MoneyMoved, MoneyLeftOver, PaymentAsked. Locks: the payment, its intents.
    """
    payment = Payment.objects.select_for_update(no_key=True).get(id=payment_id)
    note_lock("payments", [payment.order_id])
    if told.currency != payment.currency or (about is not None and about != payment.external_id):
        return True
    _settle_known(payment, told, at, by)
    payment.refresh_from_db()
    news: list[PaymentSecured | PaymentLost | MoneyMoved | MoneyLeftOver | PaymentAsked] = []
    asked = payment.intents.filter(kind=MoneyKind.AUTHORISE).exists()
    if asked and told.link and told.link != payment.link and not told.ended:
        news.append(PaymentAsked(payment.order_id))
    payment.external_id, payment.link = told.external_id, told.link
    payment.authorised_until = told.authorised_until
    agreed = payment.authorized
    payment.authorized = max(told.authorised, told.captured, payment.captured + payment.capture_pending)
    clear = True
    for kind, field, seen in (("capture", "captured", told.captured), ("refund", "refunded", told.refunded)):
        more = seen - getattr(payment, field)
        if more > 0 and payment.intents.filter(state__in=LIVE, kind=kind).exists():
            clear = False
        elif more > 0:
            setattr(payment, field, seen)
            news.append(_enter(payment, field, more, at, by))
    if more := told.disputed - payment.disputed:
        payment.disputed = told.disputed
        news.append(_enter(payment, "disputed" if more > 0 else "returned", abs(more), at, by))
        if more > 0:
            news.append(PaymentLost(payment.order_id, "disputed"))
    news += _judge(payment, told, agreed, at)
    if asked and told.ended and not payment.authorized and not payment.captured:
        payment.let_page_go()
    payment.save()
    if news:
        publish(news, at=at, by=by)
    return clear


def _judge(
    payment: Payment, told: ProviderPayment, agreed: Decimal, at: datetime
) -> list[PaymentSecured | PaymentLost | MoneyMoved | MoneyLeftOver]:
    """Return whether the order may go on, must stop, or has money that nobody owes any more."""
    if payment.secured_at is None and payment.amount and not told.ended and payment.authorized >= payment.amount:
        payment.secured_at = at
        return [PaymentSecured(payment.order_id)]
    mine = payment.intents.filter(kind=MoneyKind.VOID).exists()
    if told.ended and agreed > payment.authorized == payment.captured == ZERO and payment.secured_at and not mine:
        return [PaymentLost(payment.order_id, "ended")]
    left_over = payment.captured - payment.refunded - payment.refund_pending - payment.disputed > payment.amount
    if left_over or (
        not payment.amount and not mine and payment.authorized > payment.captured + payment.capture_pending
    ):
        return [MoneyLeftOver(payment.order_id)]
    return []


def _settle_known(payment: Payment, told: ProviderPayment, at: datetime, by: Actor) -> None:
    for kind, moves in (("capture", told.captures), ("refund", told.refunds)):
        live = MoneyIntent.objects.filter(payment=payment, kind=kind, state__in=["pending", "unknown"])
        for intent in live.filter(reference__in=list(moves)).order_by("id"):
            done = moves[intent.reference]
            if done is None:
                outcome = MoneyOutcome(intent.id, "failed", problem="The provider says that it failed.")
            elif not done.covers(intent.amount):
                continue
            elif done.settled:
                outcome = MoneyOutcome(intent.id, "succeeded", done.external_id)
            else:
                outcome = MoneyOutcome(intent.id, "pending", done.external_id)
            record_money(outcome=outcome, at=at, by=by)


def _enter(payment: Payment, kind: str, amount: Decimal, at: datetime, by: Actor) -> MoneyMoved:
    """Write down what was not done by us, numbered by what was written down before."""
    turn = payment.entries.filter(kind=kind).count() + 1
    PaymentEntry.objects.create(
        payment=payment, kind=kind, amount=amount, reference=f"{payment.external_id}:{turn}", at_provider=True, at=at,
        by=str(by),
    )  # fmt: skip
    return MoneyMoved(payment.order_id, kind)
