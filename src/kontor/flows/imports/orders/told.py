"""What a file told: its lines, charges and orders."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from kontor.flows.imports.orders.reading import FileRow
from kontor.kernel.money import ZERO


@dataclass(slots=True)
class FileLine:
    """A line of the file. ``reason`` says why it is set aside; without one it is usable.

    ``amount`` is what it comes to, None where that could not be read.
    """

    number: int
    raw: dict[str, str]
    order: str
    facts: dict[str, str]
    sku: str = ""
    title: str = ""
    quantity: int = 0
    unit_price: Decimal = ZERO
    amount: Decimal | None = None
    tax_class: str = ""
    ordered_at: datetime | None = None
    country: str = ""
    reason: str = ""
    # Set aside because it could not be read, not because the profile says so: its order is not taken in without it.
    faulty: bool = False

    @property
    def buyer(self) -> str:
        """Return by what the file knows the buyer."""
        return self.facts.get("buyer", "")


@dataclass(slots=True)
class FileCharge:
    """What is paid beside the goods: ``amount`` is negative for a discount."""

    kind: str
    amount: Decimal


@dataclass(slots=True)
class FileOrder:
    """All lines of one order number, in the order of the file, with what it pays beside them and what becomes of it."""

    number: str
    lines: list[FileLine] = field(default_factory=list)
    heads: list[FileRow] = field(default_factory=list)
    charges: list[FileCharge] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    fate: str = "open"
    unpaid: bool = False
    reason: str = ""
    unread: bool = False

    @property
    def charged(self) -> Decimal:
        """Return what is paid beside the lines."""
        return sum((charge.amount for charge in self.charges), ZERO)

    @property
    def amount(self) -> Decimal:
        """Return what the order comes to, as far as it could be read."""
        return self.charged + sum((line.amount for line in self.lines if line.amount is not None), ZERO)


@dataclass(frozen=True, slots=True)
class FileOrders:
    """The orders of a file, and how many of its rows belong to none."""

    orders: list[FileOrder]
    ignored: int
    decimal: str
