"""Put a bank transaction aside."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.payments.models import BankLineState
from kontor.payments.queries import lock_transaction, sum_shares
from kontor.payments.rules import check_aside
from kontor.payments.use_cases.bank.close_transactions import close_transactions


def put_aside(*, transaction_id: int, seen: Decimal | None = None, at: datetime, by: Actor) -> None:
    """What is left of a transaction is no business of an order: rent, a supplier, a payout. ``seen``: how much was left as
    whoever says so looked at it. Refuses: TransactionSettled, also where somebody booked of it since. Locks: the bank account.
    """
    transaction = lock_transaction(transaction_id)
    left = transaction.amount - sum(sum_shares(transaction_id).values())
    check_aside(transaction_id, is_open=transaction.state == BankLineState.OPEN, left=left, seen=seen)
    close_transactions(proposals={}, booked=[], ignored=[transaction_id], at=at, by=by)
