"""Learn how a payment stands at its provider."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.kernel.money import ZERO
from kontor.payments.events import MoneyMoved, PaymentLost, PaymentSecured
from kontor.payments.models import LIVE, MoneyIntent, Payment, PaymentEntry
from kontor.payments.ports import ProviderPayment
from kontor.payments.use_cases.record_money import MoneyOutcome, record_money
from kontor.platform.outbox import publish


def learn_payment(*, payment_id: int, told: ProviderPayment, at: datetime, by: Actor) -> None:
    """What the provider says of a payment counts, whoever did it: the buyer's agreement, money under way that arrived or failed,
    what somebody did by hand at the provider, and a dispute.

    Told again it changes nothing. Tells: PaymentSecured, PaymentLost, MoneyMoved. Locks: the payment, its intents.
    """
    payment = Payment.objects.select_for_update(no_key=True).get(id=payment_id)
    if told.currency != payment.currency:
        return
    _settle_known(payment, told, at, by)
    payment.refresh_from_db()
    news: list[PaymentSecured | PaymentLost | MoneyMoved] = []
    payment.external_id, payment.link = told.external_id, told.link
    payment.authorised_until = told.authorised_until
    agreed = payment.authorized
    payment.authorized = max(told.authorised, told.captured, payment.captured + payment.capture_pending)
    live = payment.intents.filter(state__in=LIVE)
    if not live.filter(kind="capture").exists() and (more := told.captured - payment.captured) > 0:
        payment.captured += more
        news.append(_enter(payment, "captured", more, told.captured, at, by))
    if not live.filter(kind="refund").exists() and (more := told.refunded - payment.refunded) > 0:
        payment.refunded += more
        news.append(_enter(payment, "refunded", more, told.refunded, at, by))
    if more := told.disputed - payment.disputed:
        payment.disputed = told.disputed
        if more > 0:
            news.append(_enter(payment, "disputed", more, told.disputed, at, by))
            news.append(PaymentLost(payment.order_id, "disputed"))
        else:
            news.append(_enter(payment, "returned", -more, told.disputed, at, by))
    if payment.secured_at is None and not told.ended and payment.authorized >= payment.amount:
        payment.secured_at = at
        news.append(PaymentSecured(payment.order_id))
    mine = payment.intents.filter(kind="void").exists()
    if told.ended and agreed > payment.authorized == payment.captured == ZERO and payment.secured_at and not mine:
        news.append(PaymentLost(payment.order_id, "ended"))
    payment.save()
    if news:
        publish(news, at=at, by=by)


def _settle_known(payment: Payment, told: ProviderPayment, at: datetime, by: Actor) -> None:
    for kind, moves in (("capture", told.captures), ("refund", told.refunds)):
        live = MoneyIntent.objects.filter(payment=payment, kind=kind, state__in=["pending", "unknown"])
        for intent in live.filter(reference__in=list(moves)).order_by("id"):
            done = moves[intent.reference]
            if done is None:
                outcome = MoneyOutcome(intent.id, "failed", problem="The provider says that it failed.")
            elif done.settled:
                outcome = MoneyOutcome(intent.id, "succeeded", done.external_id)
            else:
                outcome = MoneyOutcome(intent.id, "pending", done.external_id)
            record_money(outcome=outcome, at=at, by=by)


def _enter(payment: Payment, kind: str, amount: Decimal, total: Decimal, at: datetime, by: Actor) -> MoneyMoved:
    """Write down what was not done by us; the total that the provider tells makes it count once."""
    PaymentEntry.objects.create(
        payment=payment, kind=kind, amount=amount, reference=f"{payment.external_id}:{total}", at=at, by=str(by)
    )
    return MoneyMoved(payment.order_id, kind)
