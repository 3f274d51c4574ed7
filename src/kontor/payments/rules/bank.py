"""What a bank statement says, whatever it was written in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stdnum import iban

from kontor.kernel.money import ZERO, unit_of
from kontor.payments.errors import StatementRefused


class StatementUnreadable(StatementRefused):
    """The file is no bank statement that can be read; nothing was taken in."""

    code = "payments.statement_unreadable"


@dataclass(frozen=True, slots=True)
class BankLine:
    """A booked transaction: ``amount`` is positive where we received it. ``iban`` and ``name`` are the other side's; ``batch``
    names the collective booking that it is, or is part of.
    """

    booked_on: date
    valued_on: date
    amount: Decimal
    currency: str
    purpose: str = ""
    name: str = ""
    iban: str = ""
    end_to_end: str = ""
    bank_reference: str = ""
    batch: str = ""


# What stands on a statement: no day before this trade knew files, none of another century, no sum that no bank moves.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
MOST_AMOUNT = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of one account. Balances are None where the file tells none (intraday, notifications)."""

    account: str
    currency: str
    number: str
    opening: Decimal | None
    closing: Decimal | None
    lines: tuple[BankLine, ...]
    format: str = ""

    def follows(self, other: Statement) -> bool:
        """Whether this one begins where the other one ends, so that none of its lines can be the other's.

        Of one that ends where it began nothing can be said: what is told of the same day again begins there, too.
        """
        if None in (self.opening, self.closing, other.opening, other.closing):
            return False
        return self.opening == other.closing != other.opening

    def check_figures(self) -> None:
        """Refuse a statement with a day, an amount or a currency that no bank would tell. Refuses: StatementUnreadable."""
        for line in self.lines:
            if not all(FIRST_DAY <= day <= LAST_DAY for day in (line.booked_on, line.valued_on)):
                raise StatementUnreadable("A day in this file is none that a bank would book on.", day=line.booked_on)
            if len(line.currency) != 3 or not line.currency.isalpha():
                raise StatementUnreadable("A currency in this file is none.", currency=line.currency[:20])
        balances = [(it, self.currency) for it in (self.opening, self.closing) if it is not None]
        for amount, currency in [(line.amount, line.currency) for line in self.lines] + balances:
            if not amount.is_finite() or abs(amount) >= MOST_AMOUNT or amount % unit_of(currency):
                raise StatementUnreadable(
                    "An amount in this file is none that a bank would book.", amount=str(amount)[:40]
                )

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


_IBAN = re.compile(r"[A-Z]{2}\d{2}[0-9A-Z]{11,30}")
_GERMAN = re.compile(r"(\d{8})/0*(\d{1,10})(?:[A-Z]{3})?")


def find_iban(account: str) -> str:
    """Return the IBAN of an account, whatever stands around it: German ones may still be told as bank code and
    number. Others stay
    as they are.

    Source: ISO 13616 for the check digits; the German account number takes ten places.
    """
    plain = account.replace(" ", "").upper()
    # With the bank before it, or the currency behind it: neither is part of the account.
    for part in plain.split("/"):
        for found in (part, part[:-3]):
            if _IBAN.fullmatch(found) and iban.is_valid(found):
                return found
    if told := _GERMAN.fullmatch(plain):
        bban = f"{told[1]}{int(told[2]):010d}"
        return f"DE{iban.calc_check_digits(f'DE00{bban}')}{bban}"
    return plain
