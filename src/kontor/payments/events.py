"""News from payments."""

from __future__ import annotations

from dataclasses import dataclass

from kontor.kernel.news import OrderNews


@dataclass(frozen=True, slots=True)
class PaymentSecured(OrderNews):
    """The money for an order is certain."""
