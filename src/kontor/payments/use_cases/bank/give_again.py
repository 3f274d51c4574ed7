"""Take a bank line off a refund that it was taken to have brought back."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.errors import MoneyBound, NothingToRebook
from kontor.payments.events import MoneyMoved
from kontor.payments.models import MoneyIntent, MoneyState, Payment, PaymentEntry
from kontor.payments.queries import GIVEN_ENTRY, SENT_BACK_ENTRY, find_instead, sum_shares
from kontor.payments.rules import TAKEN_OFF
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.post.outbox import publish
from kontor.platform.sql.lock_order import note_lock


def give_again(*, transaction_id: int, order_id: int, at: datetime, by: Actor) -> None:
    """What was taken for a refund that came back was something else: the refund counts as given again, the one that waits in its
    place is dropped, and an entry of its own takes the line off.

    Refuses: NothingToRebook; MoneyBound where the one in its place was handed out, or dropped by somebody. Tells: MoneyMoved.
    Locks: the payment, the intents (the caller has locked the bank account and the order).
    """
    payment = Payment.objects.select_for_update(no_key=True).filter(order_id=order_id).first()
    note_lock("payments", [order_id])
    brought = PaymentEntry.objects.filter(
        payment__order_id=order_id, kind=SENT_BACK_ENTRY, transaction=transaction_id
    ).last()
    if payment is None or brought is None or order_id not in sum_shares(transaction_id):
        raise NothingToRebook(order=order_id)
    intents = MoneyIntent.objects.select_for_update(no_key=True).filter(payment=payment).order_by("id")
    given = intents.get(reference=brought.reference)
    instead = find_instead(given)
    if instead is None or instead.state != MoneyState.NEW:
        raise MoneyBound(order=order_id)
    instead.state, instead.problem, instead.ended_at = MoneyState.FAILED, TAKEN_OFF, at
    instead.save(update_fields=["state", "problem", "ended_at"])
    given.state, given.problem = MoneyState.SUCCEEDED, ""
    given.save(update_fields=["state", "problem"])
    payment.refund_pending -= given.amount
    payment.refunded += given.amount
    payment.save(update_fields=["refund_pending", "refunded"])
    PaymentEntry.objects.create(
        payment=payment, kind=GIVEN_ENTRY, amount=brought.amount, reference=brought.reference, turn=brought.turn,
        transaction_id=transaction_id, at_provider=brought.at_provider, booked_on=brought.booked_on, at=at, by=str(by),
    )  # fmt: skip
    told = {"amount": str(given.amount), "reference": given.reference}
    record_changes(subject="payment", verb="give_again", changes=[Change(payment.id, None, told)], at=at, by=by)
    publish([MoneyMoved(order_id, GIVEN_ENTRY)], at=at, by=by)
