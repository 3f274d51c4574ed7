"""Take a bank transaction out again."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.errors import TransactionSettled
from kontor.payments.models import BankLineState, BankTransaction
from kontor.payments.queries import sum_shares
from kontor.platform.keep.audit import Change, record_changes


def reopen_transaction(*, transaction_id: int, at: datetime, by: Actor) -> None:
    """What was put aside or booked by mistake is to be matched again, as far as it pays nothing by now.

    Refuses: TransactionSettled for what pays orders whole, was not settled, or counts by its parts. Locks: the transaction.
    """
    settled = (
        BankTransaction.objects.select_for_update(no_key=True)
        .exclude(state=BankLineState.OPEN)
        .filter(id=transaction_id)
    )
    aside = settled.first()
    if (
        aside is None
        or aside.state == BankLineState.PARTED
        or (aside.state == BankLineState.BOOKED and sum(sum_shares(transaction_id).values()) >= aside.amount)
    ):
        raise TransactionSettled(transaction=transaction_id)
    BankTransaction.objects.filter(id=transaction_id).update(state=BankLineState.OPEN, settled_at=None, settled_by="")
    record_changes(
        subject="bank_transaction", verb="reopen_transaction", at=at, by=by,
        changes=[Change(transaction_id, {"state": aside.state, "settled_by": aside.settled_by}, {"state": "open"})],
    )  # fmt: skip
