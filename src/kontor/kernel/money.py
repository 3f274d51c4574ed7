"""Amounts of money: exact decimals with their currency, never floats."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

CENT: Final = Decimal("0.01")
ZERO: Final = Decimal(0)

# ISO 4217 codes that Kontor accepts, with the number of digits after the point.
CURRENCIES: Final = {
    "EUR": 2, "GBP": 2, "CHF": 2, "USD": 2, "PLN": 2, "CZK": 2, "SEK": 2, "DKK": 2, "NOK": 2, "HUF": 2,
    "RON": 2, "BGN": 2, "ISK": 0, "JPY": 0, "CAD": 2, "AUD": 2,
}  # fmt: skip


class CurrencyMismatch(ValueError):
    """Two amounts in different currencies were added or compared."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency. Two currencies never add."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("money is counted in Decimal, never in float")

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not add")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, quantity: int) -> Money:
        return Money(self.amount * quantity, self.currency)

    def __str__(self) -> str:
        return f"{self.amount:.2f} {self.currency}"


@dataclass(frozen=True, slots=True)
class Taxed:
    """An amount with its tax; ``net + tax == gross`` holds by construction."""

    net: Decimal
    tax: Decimal
    gross: Decimal

    def __post_init__(self) -> None:
        if self.net + self.tax != self.gross:
            raise ValueError(f"{self.net} + {self.tax} is not {self.gross}")

    def __add__(self, other: Taxed) -> Taxed:
        return Taxed(self.net + other.net, self.tax + other.tax, self.gross + other.gross)


NOTHING: Final = Taxed(ZERO, ZERO, ZERO)
