"""Keep a bank statement."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.payments.models import BankMovement, BankStatement
from kontor.payments.rules import BankLine, Statement
from kontor.platform.bulk import insert_rows


def keep_statement(
    *, statement: Statement, legal_entity_id: int, file_id: int, at: datetime, by: Actor
) -> tuple[int, list[int]]:
    """A movement is kept once, however many statements tell it. Returns the statement and the ids of its new movements."""
    kept = BankStatement.objects.create(
        legal_entity_id=legal_entity_id, account=statement.account, number=statement.number[:60], currency=statement.currency,
        opening=statement.opening, closing=statement.closing, file_id=file_id, at=at, by=str(by),
    )  # fmt: skip
    lines = [line for line in statement.lines if line.amount]
    rows = insert_rows(
        BankMovement,
        {
            "statement": [kept.id] * len(lines),
            "account": [statement.account] * len(lines),
            "fingerprint": list(_fingerprints(lines)),
            "booked_on": [line.booked_on for line in lines],
            "valued_on": [line.valued_on for line in lines],
            "amount": [line.amount for line in lines],
            "currency": [line.currency for line in lines],
            "name": [line.name[:200] for line in lines],
            "iban": [line.iban[:40] for line in lines],
            "purpose": [f"{line.purpose} {line.end_to_end}".strip() for line in lines],
            "state": ["open"] * len(lines),
            "proposals": ["[]"] * len(lines),
        },
        tail="ON CONFLICT DO NOTHING RETURNING id",
    )
    return kept.id, [row[0] for row in rows]


def _fingerprints(lines: Iterable[BankLine]) -> Iterable[str]:
    """Yield a name for each movement that an overlapping statement tells alike."""
    seen: Counter[str] = Counter()
    for line in lines:
        if line.bank_reference and line.bank_reference not in ("NONREF", "NOTPROVIDED"):
            name = f"{line.booked_on:%Y%m%d}:{line.bank_reference}:{line.amount}"
        else:
            told = "|".join(
                (
                    f"{line.booked_on}",
                    f"{line.amount}",
                    line.currency,
                    line.name,
                    line.iban,
                    line.purpose,
                    line.end_to_end,
                )
            )
            name = hashlib.sha256(told.encode()).hexdigest()[:40]
        seen[name] += 1
        yield f"{name[:100]}#{seen[name]}"
