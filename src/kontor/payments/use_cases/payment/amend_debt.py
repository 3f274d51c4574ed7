"""Amend what an order owes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.payments.events import MoneyLeftOver, MoneyMoved, PaymentLost, PaymentSecured
from kontor.payments.models import Payment, PaymentMethod
from kontor.payments.queries import balance_of_payment, sum_back_by_itself
from kontor.payments.rules import RECEIVED_ELSEWHERE, check_still_here
from kontor.platform.post.outbox import publish
from kontor.platform.sql.lock_order import note_lock

# Whose goods leave only once the money is certain.
_BEFOREHAND = (PaymentMethod.PREPAYMENT, PaymentMethod.PROVIDER)


def amend_debt(*, order_id: int, amount: Decimal, at: datetime, by: Actor) -> bool:
    """An order was amended and comes to something else now; what reminders cost is owed besides. What is paid at the channel is
    paid there in full; other orders are certain again once the rest is there, and what was received beyond it is left over.

    An order whose payment is not opened yet owes the new amount when it is. Returns whether the money is certain now, as far as a
    payment is opened. Refuses: MoneyWentBack.
    Tells: PaymentSecured, PaymentLost, MoneyMoved, MoneyLeftOver. Locks: the payment (the caller has locked the order).
    """
    payment = Payment.objects.select_for_update(no_key=True).filter(order_id=order_id).first()
    note_lock("payments", [order_id])
    if payment is None:
        return True
    amount += payment.raised
    if payment.amount == amount:
        # It comes to as much as before of other parts: what of it is owed to the buyer is another sum by now.
        if payment.left_over > 0:
            publish([MoneyLeftOver(order_id)], at=at, by=by)
        return payment.secured_at is not None
    elsewhere = payment.method in RECEIVED_ELSEWHERE
    check_still_here(balance_of_payment(payment), before=payment.amount, amount=amount, elsewhere=elsewhere)
    news: list[PaymentSecured | PaymentLost | MoneyMoved | MoneyLeftOver] = []
    payment.amount = amount
    # What went back for cancelled pieces is not here any more; what somebody chose to give counts as paid.
    back = sum_back_by_itself([payment])[order_id]
    # What our reminders cost no shop takes in.
    taken_there = amount - payment.raised - (payment.captured - back)
    if elsewhere and taken_there > 0:
        payment.receive_there(taken_there, at=at, by=str(by))
        news.append(MoneyMoved(order_id, "captured"))
    covered = max(payment.captured, payment.authorized) - back >= amount
    if payment.secured_at is None and covered:
        payment.secured_at = at
        news.append(PaymentSecured(order_id))
    elif payment.secured_at is not None and not covered and payment.method in _BEFOREHAND:
        payment.secured_at = None
        # Who pays by transfer sends the rest; what was agreed to at a provider nobody can collect more of.
        if payment.method == PaymentMethod.PROVIDER:
            news.append(PaymentLost(order_id, "more_owed"))
    if payment.left_over > 0:
        news.append(MoneyLeftOver(order_id))
    payment.save(update_fields=["amount", "captured", "authorized", "secured_at"])
    if news:
        publish(news, at=at, by=by)
    return payment.secured_at is not None
