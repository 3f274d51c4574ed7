"""Keep what was transferred beyond what is owed, to give it back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.payments.errors import AwaitedElsewhere, OtherPayer, StillOwed
from kontor.payments.events import MoneyMoved
from kontor.payments.models import BankLineState, Payment, PaymentEntry, PaymentMethod
from kontor.payments.queries import REST, TransactionRow, find_payer, sum_elsewhere, sum_shares
from kontor.payments.rules import check_bookable
from kontor.payments.use_cases.bank.close_transactions import close_transactions
from kontor.platform.post.outbox import publish
from kontor.platform.sql.lock_order import note_lock

_BY_TRANSFER = (PaymentMethod.PREPAYMENT, PaymentMethod.INVOICE)


def keep_rest(*, order_id: int, line: TransactionRow, at: datetime, by: Actor) -> tuple[int, Decimal]:
    """What is left of a transfer stands on the order of its buyer, beyond what that owes, so that it can be given back to the
    account that it came from. Returns its entry and how much it is.

    Refuses: TransactionSettled, TransactionOutgoing, AwaitedElsewhere of what is not paid by transfer, StillOwed, OtherPayer of
    what was paid from another account or at its channel. Tells: MoneyMoved.
    Locks: the payment (the caller has locked the bank account and the order).
    """
    payment = Payment.objects.select_for_update(no_key=True).filter(order_id=order_id).first()
    note_lock("payments", [order_id])
    left = line.amount - sum(sum_shares(line.id).values())
    is_open = line.state == BankLineState.OPEN
    check_bookable(line.id, is_open=is_open, amount=line.amount, left=left, wanted={order_id: left})
    if payment is None or payment.method not in _BY_TRANSFER:
        raise AwaitedElsewhere(order=order_id)
    if payment.lacking > 0:
        raise StillOwed(order=order_id, left=payment.lacking)
    if not line.iban or find_payer(payment)[1] != line.iban or sum_elsewhere(payment):
        raise OtherPayer(order=order_id)
    payment.captured += left
    payment.authorized = max(payment.authorized, payment.captured)
    payment.save(update_fields=["captured", "authorized"])
    reference = f"bank:{line.id}{REST}"
    entry = PaymentEntry.objects.create(
        payment=payment, kind="captured", amount=left, reference=reference, transaction_id=line.id,
        turn=payment.entries.filter(kind="captured", reference=reference).count() + 1,
        at_provider=False, booked_on=line.booked_on, at=at, by=str(by),
    )  # fmt: skip
    publish([MoneyMoved(order_id, "captured")], at=at, by=by)
    close_transactions(proposals={}, booked=[line.id], at=at, by=by)
    return entry.pk, left
