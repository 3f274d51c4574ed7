"""Amounts as payment providers write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kontor.kernel.money import CURRENCIES


def to_minor(amount: Decimal, currency: str) -> int:
    """Return an amount in the currency's smallest unit."""
    return int(amount.scaleb(CURRENCIES.get(currency, 2)).to_integral_exact())


def from_minor(amount: Any, currency: str) -> Decimal:
    """Return an amount that is told in the currency's smallest unit."""
    return Decimal(int(amount or 0)).scaleb(-CURRENCIES.get(currency, 2))


def to_text(amount: Decimal, currency: str) -> str:
    """Return an amount as text with as many places as the currency has."""
    return f"{amount:.{CURRENCIES.get(currency, 2)}f}"
