"""What bank statements told, and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, Sum

from kontor.kernel.money import ZERO
from kontor.payments.models import (
    BankLineState,
    BankStatement,
    BankTransaction,
    MoneyIntent,
    MoneyState,
    MoneyWay,
    PaymentEntry,
)
from kontor.payments.rules import BankLine, Kept, Statement
from kontor.platform.sql.counters import draw_numbers
from kontor.platform.sql.lock_order import note_lock
from kontor.platform.sql.rows import column, read_row, read_rows


@dataclass(frozen=True, slots=True)
class TransactionRow:
    """A transaction on a bank account."""

    id: int
    account: str
    booked_on: date
    valued_on: date
    amount: Decimal
    currency: str
    name: str
    iban: str
    purpose: str
    end_to_end: str
    bank_reference: str
    batch: str
    state: str
    legal_entity_id: int = column("statement__legal_entity_id")
    told_at: datetime = column("statement__at")

    @property
    def line(self) -> BankLine:
        """Return it as the rules see it."""
        return line_of(self)


def line_of(kept: BankTransaction | TransactionRow) -> BankLine:
    """Return a transaction as the rules see it."""
    return BankLine(
        booked_on=kept.booked_on, valued_on=kept.valued_on, amount=kept.amount, currency=kept.currency, purpose=kept.purpose,
        name=kept.name, iban=kept.iban, end_to_end=kept.end_to_end, bank_reference=kept.bank_reference, batch=kept.batch,
    )  # fmt: skip


def list_kept(account: str, days: Collection[date]) -> list[tuple[Kept, str]]:
    """Return what is kept of an account's days, in the order in which it was told, each with its fingerprint."""
    rows = (
        BankTransaction.objects.filter(account=account, booked_on__in=days).select_related("statement").order_by("id")
    )
    touched = list_shares([row.id for row in rows if row.batch])
    found = []
    for row in rows:
        told = row.statement
        statement = Statement(
            told.account, told.currency, told.number, told.opening, told.closing, (), told.format
        )  # fmt: skip
        whole = row.state == BankLineState.OPEN and not touched.get(row.id)
        found.append((Kept(row.id, line_of(row), statement, whole), row.fingerprint))
    return found


def list_accounts() -> dict[str, int]:
    """Return the accounts whose statements were taken in, each with its legal entity."""
    rows = BankStatement.objects.order_by("account", "id").distinct("account")
    return dict(rows.values_list("account", "legal_entity_id"))


# By this the reference of what came beyond what is owed, and goes back, ends.
REST = ":rest"
# Money that was taken off an order that it was booked on by mistake.
UNBOOKED = "unbooked"
# A refund that the bank had booked and sent back.
SENT_BACK_ENTRY = "sent_back"
# What was taken for a refund that came back, and was something else: the refund counts as given again.
GIVEN_ENTRY = "given"


# Whether a refund was given: the ledger says what left, whatever somebody says of it afterwards.
WAS_GIVEN = Exists(
    PaymentEntry.objects.filter(payment=OuterRef("payment"), kind="refunded", reference=OuterRef("reference"))
)


def list_shares(transaction_ids: Collection[int]) -> dict[int, dict[int, Decimal]]:
    """Return which orders each bank transaction has paid, and how much of each."""
    rows = PaymentEntry.objects.filter(
        kind__in=("captured", SENT_BACK_ENTRY, UNBOOKED, GIVEN_ENTRY), transaction__in=transaction_ids
    )
    found: dict[int, dict[int, Decimal]] = {}
    columns = ("transaction_id", "payment__order_id", "amount", "kind")
    for transaction_id, order_id, amount, kind in rows.order_by("id").values_list(*columns):
        shares = found.setdefault(transaction_id, {})
        sign = -1 if kind in (UNBOOKED, GIVEN_ENTRY) else 1
        shares[order_id] = shares.get(order_id, ZERO) + sign * amount
    return {line: {key: amount for key, amount in shares.items() if amount} for line, shares in found.items()}


def sum_shares(transaction_id: int) -> dict[int, Decimal]:
    """Return how much of a bank transaction has found which orders."""
    return list_shares([transaction_id]).get(transaction_id, {})


def find_transfers(it: TransactionRow, *, leaving: Collection[int] = ()) -> list[int]:
    """Return the refunds that a line of a bank statement tells of. A debit settles the one with this reference and amount, or,
    told as one booking, all of the one file that comes to this sum. A credit with the reference of one that was given brings it
    back.

    Only what this legal entity handed out before the bank's day, in the currency of the line, counts. ``leaving``: those that
    other lines of the same file tell as gone.
    """
    if it.amount > 0:
        gone = Q(state=MoneyState.SUCCEEDED) | Q(id__in=leaving)
        given = MoneyIntent.objects.filter(
            gone, way=MoneyWay.TRANSFER, amount=it.amount, currency=it.currency, file__isnull=False,
            legal_entity_id=it.legal_entity_id, reference__startswith=it.end_to_end,
        )  # fmt: skip
        return [row.id for row in given if row.reference[:35] == it.end_to_end] if it.end_to_end else []
    handed_out = MoneyIntent.objects.filter(
        way=MoneyWay.TRANSFER,
        currency=it.currency,
        file__isnull=False,
        file__created_at__date__lte=it.booked_on,
        legal_entity_id=it.legal_entity_id,
    )
    out = handed_out.filter(state=MoneyState.PENDING)
    if it.end_to_end:
        # That it was given, or returned, somebody may have said before the bank did; the bank tells each as gone once.
        said = handed_out.filter(Q(~WAS_GIVEN, state=MoneyState.FAILED) | Q(state=MoneyState.SUCCEEDED)).exclude(
            state=MoneyState.SUCCEEDED, external_id__startswith="bank:"
        )
        named = [*out.filter(amount=-it.amount), *said.filter(amount=-it.amount, reference__startswith=it.end_to_end)]
        found = [row.id for row in named if row.reference[:35] == it.end_to_end]
        if found:
            return found
    if not it.batch:
        return []
    files = out.values("file").annotate(sum=Sum("amount")).filter(sum=-it.amount)
    return (
        list(out.filter(file=files[0]["file"]).order_by("id").values_list("id", flat=True)) if len(files) == 1 else []
    )


def find_instead(intent: MoneyIntent) -> MoneyIntent | None:
    """Return the refund in place of one that was said to have come back, None where there is none or it was dropped."""
    later = MoneyIntent.objects.filter(
        payment=intent.payment_id, id__gt=intent.id, cause=intent.cause, amount=intent.amount, way=intent.way
    ).exclude(state=MoneyState.FAILED)
    return later.order_by("-id").first()


def find_named_by_us(lines: Collection[TransactionRow]) -> set[int]:
    """Return those of the lines that bear the reference of a transfer of ours: what brings one back pays no order."""
    # A file for the bank has room for 35 signs; ours have 33.
    ours = MoneyIntent.objects.filter(way=MoneyWay.TRANSFER, reference__in={it.end_to_end for it in lines})
    known = set(ours.values_list("reference", flat=True))
    return {it.id for it in lines if it.end_to_end in known}


def list_returns_of(transaction_ids: Collection[int]) -> list[int]:
    """Return the credits that wait and bear the reference of one of these debits: the bank sent back what the debit took, and the
    file that tells so came first.
    """
    debits = BankTransaction.objects.filter(id__in=transaction_ids, amount__lt=0).exclude(end_to_end="")
    waiting = BankTransaction.objects.filter(
        state=BankLineState.OPEN, amount__gt=0, end_to_end__in=debits.values("end_to_end")
    )
    return list(waiting.exclude(id__in=transaction_ids).order_by("id").values_list("id", flat=True))


def list_open_transactions(ids: Collection[int]) -> dict[int, TransactionRow]:
    """Return those of the bank transactions that wait, day by day."""
    rows = BankTransaction.objects.filter(id__in=ids, state=BankLineState.OPEN).order_by("booked_on", "id")
    return {row.id: row for row in read_rows(TransactionRow, rows)}


def list_unmatched(*, most: int) -> list[TransactionRow]:
    """Return money that came in and that nobody has found an order for, the newest first; of each line what is left of it."""
    rows = BankTransaction.objects.filter(state=BankLineState.OPEN, amount__gt=0).order_by("-booked_on", "-id")
    found = read_rows(TransactionRow, rows[:most])
    booked = list_shares([it.id for it in found])
    return [replace(it, amount=it.amount - sum(booked.get(it.id, {}).values())) for it in found]


def list_left_twice(*, most: int) -> list[TransactionRow]:
    """Return debits of refunds that somebody had said were returned, while another one in their place is on its way."""
    ours = MoneyIntent.objects.filter(way=MoneyWay.TRANSFER, state=MoneyState.FAILED).values("reference")
    rows = BankTransaction.objects.filter(state=BankLineState.OPEN, amount__lt=0, end_to_end__in=ours)
    return read_rows(TransactionRow, rows.order_by("-booked_on", "-id")[:most])


def list_transactions(*, state: str | None, after: int, most: int) -> list[TransactionRow]:
    """Return transactions behind the one seen last, by id; in a state, or all."""
    rows = BankTransaction.objects.filter(id__gt=after).order_by("id")
    return read_rows(TransactionRow, (rows if state is None else rows.filter(state=state))[:most])


def get_transaction(transaction_id: int) -> TransactionRow:
    """Return a bank transaction. Refuses: NotFound."""
    return read_row(TransactionRow, BankTransaction.objects.filter(id=transaction_id), transaction=transaction_id)


def hold_account(account: str) -> None:
    """Lock a bank account until the commit: nobody books its lines while a statement is kept and matched."""
    note_lock("bank accounts", [account])
    draw_numbers(f"bank:{account}", 0)


def lock_transaction(transaction_id: int) -> TransactionRow:
    """Lock a bank transaction by its account, before any order, and return it. Refuses: NotFound."""
    hold_account(get_transaction(transaction_id).account)
    return get_transaction(transaction_id)
