"""What a bank statement says, whatever it was written in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kontor.kernel.money import ZERO
from kontor.payments.errors import StatementRefused


class StatementUnreadable(StatementRefused):
    """The file is no bank statement that can be read; nothing was taken in."""

    code = "payments.statement_unreadable"


@dataclass(frozen=True, slots=True)
class BankLine:
    """A booked movement: ``amount`` is positive where we received it. ``iban`` and ``name`` are the other side's."""

    booked_on: date
    valued_on: date
    amount: Decimal
    currency: str
    purpose: str = ""
    name: str = ""
    iban: str = ""
    end_to_end: str = ""
    bank_reference: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of one account. Balances are None where the file tells none (intraday, notifications)."""

    account: str
    currency: str
    number: str
    opening: Decimal | None
    closing: Decimal | None
    lines: tuple[BankLine, ...]

    def check_balance(self) -> None:
        """Refuse a statement whose lines do not lead from its first balance to its last. Refuses: StatementUnreadable."""
        if self.opening is None or self.closing is None:
            return
        moved = sum((line.amount for line in self.lines), ZERO)
        if self.opening + moved != self.closing:
            raise StatementUnreadable(
                "The lines do not lead from the opening to the closing balance: the file is damaged or a page is missing.",
                account=self.account, opening=self.opening, moved=moved, closing=self.closing,
            )  # fmt: skip
