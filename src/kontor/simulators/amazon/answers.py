"""How Amazon words money, and what it keeps of a sale."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


def money(value: Decimal) -> dict[str, str]:
    """Return an amount as orders hold it."""
    return {"amount": f"{value:.2f}", "currencyCode": "EUR"}


def fee(total: Decimal) -> Decimal:
    """Return what is kept of a sale: fifteen per cent."""
    return (total * Decimal("0.15")).quantize(Decimal("0.01"))


def euro(amount: Decimal) -> dict[str, Any]:
    """Return an amount as bookings hold it."""
    return {"currencyCode": "EUR", "currencyAmount": float(amount)}
