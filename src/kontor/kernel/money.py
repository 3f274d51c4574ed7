"""Amounts of money: exact decimals with their currency, never floats."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

CENT: Final = Decimal("0.01")
ZERO: Final = Decimal(0)

_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_CENTS = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP
CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR
KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN
PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD
TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG
"""
_MILS = "BHD IQD JOD KWD LYD OMR TND"
# The currencies of ISO 4217 (list one, 2025) that are money of a country, with the number of digits after the point.
CURRENCIES: Final[dict[str, int]] = {
    code: digits for digits, codes in ((0, _WHOLE), (2, _CENTS), (3, _MILS)) for code in codes.split()
}

# In which Kontor sells. Invoices (EN 16931), banks and providers tell two digits: a thousandth could be owed and never paid.
TRADED: Final[frozenset[str]] = frozenset(code for code, digits in CURRENCIES.items() if digits <= 2)


def unit_of(currency: str) -> Decimal:
    """Return the smallest amount of a currency: a cent, a yen."""
    return Decimal(1).scaleb(-CURRENCIES.get(currency, 2))


def exact_units(total: Decimal, quantity: int, digits: int = 2) -> list[tuple[int, Decimal]]:
    """Split what a line costs into amounts of the currency per piece: [(pieces, price), …], whose sum is the line's, exactly."""
    if quantity <= 0:  # cancelled to the last piece: nothing is asked for
        return []
    units = int(total.scaleb(digits).to_integral_value())
    low, rest = divmod(units, quantity)
    parts = [(quantity - rest, Decimal(low).scaleb(-digits)), (rest, Decimal(low + 1).scaleb(-digits))]
    return [(pieces, price) for pieces, price in parts if pieces]


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
