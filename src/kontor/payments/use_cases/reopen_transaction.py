"""Take a bank transaction out again."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.errors import TransactionSettled
from kontor.payments.models import BankTransaction
from kontor.platform.audit import Change, record_changes


def reopen_transaction(*, transaction_id: int, at: datetime, by: Actor) -> None:
    """What was put aside by mistake is to be matched again.

    Refuses: TransactionSettled for what is booked, or was not put aside. Locks: the transaction.
    """
    aside = BankTransaction.objects.select_for_update(no_key=True).filter(id=transaction_id, state="ignored").first()
    if aside is None:
        raise TransactionSettled(transaction=transaction_id)
    BankTransaction.objects.filter(id=transaction_id).update(state="open", settled_at=None, settled_by="")
    record_changes(
        subject="bank_transaction", verb="reopen_transaction", at=at, by=by,
        changes=[Change(transaction_id, {"state": "ignored", "settled_by": aside.settled_by}, {"state": "open"})],
    )  # fmt: skip
