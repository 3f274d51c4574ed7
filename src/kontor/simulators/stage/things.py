"""What a played channel knows: offers, orders, returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any


@dataclass(slots=True)
class SimOffer:
    """An article on offer. ``ref`` is the channel's own id of it."""

    sku: str
    ref: str
    quantity: int
    price: Decimal
    title: str
    version: int = 0


@dataclass(slots=True)
class SimLine:
    """A line of an order. Channels without quantities have a line per piece."""

    id: str
    sku: str
    title: str
    quantity: int
    price: Decimal
    ref: str = ""
    shipped: int = 0
    cancelled: int = 0

    @property
    def open(self) -> int:
        """Return the pieces that are neither shipped nor cancelled."""
        return self.quantity - self.shipped - self.cancelled


@dataclass(slots=True)
class SimOrder:
    """An order as the channel keeps it."""

    id: str
    number: str
    created_at: datetime
    changed_at: datetime
    buyer: str
    street: str
    house: str
    postal_code: str
    city: str
    email: str
    lines: list[SimLine]
    shipping: Decimal
    pending: bool = False
    cancelled_by: str = ""
    acknowledged: bool = False
    parcels: list[dict[str, Any]] = field(default_factory=list)
    visible_from: datetime | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """Return what the buyer pays."""
        return sum((line.price * line.quantity for line in self.lines), Decimal()) + self.shipping

    @property
    def stage(self) -> str:
        """Return pending, open, partly, shipped or cancelled."""
        if all(line.cancelled == line.quantity for line in self.lines):
            return "cancelled"
        if self.pending:
            return "pending"
        if all(line.open == 0 for line in self.lines):
            return "shipped"
        return "partly" if any(line.shipped for line in self.lines) else "open"


@dataclass(slots=True)
class SimReturn:
    """Pieces that a buyer announced to send back: line id → pieces."""

    id: str
    order: SimOrder
    pieces: dict[str, int]
    reason: str
    at: datetime
    tracking: str
