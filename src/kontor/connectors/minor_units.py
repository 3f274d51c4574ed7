"""What the connectors of payment providers share: amounts as they write them, and requests that count once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kontor.connectors.transport import Refusal, Transport
from kontor.kernel.errors import OutcomeUnknown
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


def post_once(transport: Transport, path: str, body: Any, headers: dict[str, str]) -> Any:
    """Ask for something under a key that makes it count once. 409 says that the first request of the key is still under way, so
    that what becomes of it is not known.
    """
    try:
        return transport.call("POST", path, bucket="calls", json=body, headers=headers).json
    except Refusal as refusal:
        if refusal.status == 409:
            raise OutcomeUnknown("The provider is still at work on the first request.", path=path) from None
        raise
