"""When the money for an order is certain."""

from __future__ import annotations

from decimal import Decimal

# Paid before the order reached us: the shop's provider or the marketplace has the money.
RECEIVED_ELSEWHERE = frozenset({"paid", "marketplace"})


def is_secured_at_once(method: str, amount: Decimal) -> bool:
    """Whether an order may be worked on without waiting for money: paid elsewhere, on account, or free of charge."""
    return method in RECEIVED_ELSEWHERE or method == "invoice" or amount == 0


def received_at_once(method: str, amount: Decimal) -> Decimal:
    """Return what counts as received when the order arrives."""
    return amount if method in RECEIVED_ELSEWHERE else Decimal(0)
