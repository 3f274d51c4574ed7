"""News from orders."""

from __future__ import annotations

from dataclasses import dataclass

from kontor.kernel.news import OrderNews


@dataclass(frozen=True, slots=True)
class OrderPlaced(OrderNews):
    """An order was accepted."""

    number: str


@dataclass(frozen=True, slots=True)
class OrderHeld(OrderNews):
    """An order was stopped."""

    reason: str


@dataclass(frozen=True, slots=True)
class OrderHoldLifted(OrderNews):
    """The last hold of an order was lifted."""


@dataclass(frozen=True, slots=True)
class OrderReleased(OrderNews):
    """An order may be worked on."""


@dataclass(frozen=True, slots=True)
class OrderRecalled(OrderNews):
    """An order was taken back from the warehouse."""


@dataclass(frozen=True, slots=True)
class OrderAmended(OrderNews):
    """Address or other particulars of an order were changed; ``by_hand``: by somebody here, not by its channel."""

    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class OrderLinesCancelled(OrderNews):
    """Part of an order was cancelled; the ledger of its lines has the pieces under this reference."""

    reference: str = ""
    reason: str = "other"


@dataclass(frozen=True, slots=True)
class OrderCancelled(OrderNews):
    """A whole order was cancelled."""

    reason: str = "other"


@dataclass(frozen=True, slots=True)
class OrderClosed(OrderNews):
    """Nothing of an order is open any more."""
