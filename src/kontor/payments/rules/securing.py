"""When the money for an order is certain."""

from __future__ import annotations

from decimal import Decimal

from kontor.payments.errors import PaidElsewhere

# Paid before the order reached us: the shop's provider or the marketplace has the money.
RECEIVED_ELSEWHERE = frozenset({"paid", "marketplace"})


def is_secured_at_once(method: str, amount: Decimal) -> bool:
    """Whether an order may be worked on without waiting for money: paid elsewhere, on account, or free of charge."""
    return method in RECEIVED_ELSEWHERE or method == "invoice" or amount == 0


def check_paid_elsewhere(method: str, *, before: Decimal, after: Decimal) -> None:
    """Nobody here collects more for what was paid elsewhere: an order of that kind may come to less, and not to more.

    Refuses: PaidElsewhere.
    """
    if method in RECEIVED_ELSEWHERE and after > before:
        raise PaidElsewhere


def received_at_once(method: str, amount: Decimal) -> Decimal:
    """Return what counts as received when the order arrives."""
    return amount if method in RECEIVED_ELSEWHERE else Decimal(0)
