"""Questions about payments."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from kontor.payments.models import BankTransaction, Payment, PaymentEntry
from kontor.payments.rules import BankLine, Kept, Statement


def find_payment(order_id: int) -> Payment | None:
    """Return the payment of an order."""
    return Payment.objects.filter(order_id=order_id).first()


def line_of(kept: BankTransaction) -> BankLine:
    """Return a transaction as the rules see it."""
    return BankLine(
        kept.booked_on, kept.valued_on, kept.amount, kept.currency, kept.purpose, kept.name, kept.iban, kept.end_to_end,
        kept.bank_reference, kept.batch,
    )  # fmt: skip


def list_kept(account: str, days: Collection[date]) -> list[tuple[Kept, str]]:
    """Return what is kept of an account's days, in the order in which it was told, each with its fingerprint."""
    rows = (
        BankTransaction.objects.filter(account=account, booked_on__in=days).select_related("statement").order_by("id")
    )
    found = []
    for row in rows:
        told = row.statement
        statement = Statement(
            told.account, told.currency, told.number, told.opening, told.closing, (), told.format
        )  # fmt: skip
        found.append((Kept(row.id, line_of(row), statement, row.state == "open"), row.fingerprint))
    return found


def sum_shares(transaction_id: int) -> dict[int, Decimal]:
    """Return how much of a bank transaction has found which orders."""
    rows = PaymentEntry.objects.filter(kind="captured", reference=f"bank:{transaction_id}")
    return dict(rows.values_list("payment__order_id", "amount"))
