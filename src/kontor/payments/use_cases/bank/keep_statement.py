"""Keep a bank statement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.models import BankLineState, BankStatement, BankTransaction
from kontor.payments.queries import hold_account, list_kept
from kontor.payments.rules import Statement, find_fresh, name_lines
from kontor.platform.sql.bulk import insert_rows

# How much of a statement's texts is kept in a column of its own.
_NAME, _REFERENCE = 200, 80


@dataclass(frozen=True, slots=True)
class KeptStatement:
    """A statement that is kept, and its new transactions. ``again``: it was kept before."""

    id: int
    fresh: list[int]
    again: bool = False


def keep_statement(
    *, statement: Statement, legal_entity_id: int, file_id: int, at: datetime, by: Actor
) -> KeptStatement:
    """A transaction is kept once, however many statements tell it, and so is a statement that tells nothing new.

    A collective booking that is told one by one now makes room for its parts, unless any of it was booked or put aside before.
    Locks: the account.
    """
    hold_account(statement.account)
    told = [
        replace(
            line, name=line.name[:_NAME], iban=line.iban[:40], end_to_end=line.end_to_end[:_REFERENCE],
            bank_reference=line.bank_reference[:_REFERENCE], batch=line.batch[:_REFERENCE],
        )
        for line in statement.lines
    ]  # fmt: skip
    known = list_kept(statement.account, {line.booked_on for line in told})
    telling = find_fresh(replace(statement, lines=tuple(told)), [it for it, _ in known])
    before = _find_same(statement) if not telling.fresh else None
    if before is not None:
        return KeptStatement(before, [], again=True)
    kept = BankStatement.objects.create(
        legal_entity_id=legal_entity_id, account=statement.account, number=statement.number[:60], format=statement.format,
        currency=statement.currency, opening=statement.opening, closing=statement.closing, file_id=file_id, at=at, by=str(by),
    )  # fmt: skip
    BankTransaction.objects.filter(id__in=telling.parted, state=BankLineState.OPEN).update(
        state=BankLineState.PARTED, settled_at=at, settled_by=str(by)
    )
    lines = telling.fresh
    rows = insert_rows(
        BankTransaction,
        {
            "statement": [kept.id] * len(lines),
            "account": [statement.account] * len(lines),
            "fingerprint": list(name_lines(lines, (name for _, name in known))),
            "booked_on": [line.booked_on for line in lines],
            "valued_on": [line.valued_on for line in lines],
            "amount": [line.amount for line in lines],
            "currency": [line.currency for line in lines],
            "name": [line.name for line in lines],
            "iban": [line.iban for line in lines],
            "purpose": [line.purpose for line in lines],
            "end_to_end": [line.end_to_end for line in lines],
            "bank_reference": [line.bank_reference for line in lines],
            "batch": [line.batch for line in lines],
            "state": ["open"] * len(lines),
            "proposals": ["[]"] * len(lines),
        },
        tail="RETURNING id",
    )
    return KeptStatement(kept.id, [row[0] for row in rows])


def _find_same(statement: Statement) -> int | None:
    """Return the statement that told the same before."""
    same = BankStatement.objects.filter(
        account=statement.account, number=statement.number[:60], format=statement.format, opening=statement.opening,
        closing=statement.closing,
    )  # fmt: skip
    return same.order_by("id").values_list("id", flat=True).first()
