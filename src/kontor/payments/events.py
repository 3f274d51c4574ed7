"""News from payments."""

from __future__ import annotations

from dataclasses import dataclass

from kontor.kernel.news import OrderNews


@dataclass(frozen=True, slots=True)
class PaymentSecured(OrderNews):
    """The money for an order is certain."""


@dataclass(frozen=True, slots=True)
class PaymentLost(OrderNews):
    """Money that was certain is so no more: the buyer's agreement ended, or the buyer disputes it."""

    why: str = "ended"


@dataclass(frozen=True, slots=True)
class MoneyMoved(OrderNews):
    """Money of an order was collected or given back."""

    kind: str = "captured"


@dataclass(frozen=True, slots=True)
class MoneyLeftOver(OrderNews):
    """An order has money, or the promise of it, that nobody owes any more."""


@dataclass(frozen=True, slots=True)
class PaymentAsked(OrderNews):
    """There is a page at a provider on which the buyer can pay."""
