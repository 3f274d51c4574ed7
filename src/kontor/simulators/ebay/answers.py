"""How eBay words errors, fees and money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


def errors(number: int, message: str, domain: str = "API_FULFILLMENT") -> dict[str, Any]:
    """Return a refusal."""
    return {"errors": [{"errorId": number, "domain": domain, "category": "REQUEST", "message": message}]}


def fee(total: Decimal) -> Decimal:
    """Return what is kept of a sale: eleven per cent."""
    return (total * Decimal("0.11")).quantize(Decimal("0.01"))


def money(value: Decimal) -> dict[str, str]:
    """Return an amount."""
    return {"value": f"{value:.2f}", "currency": "EUR"}
