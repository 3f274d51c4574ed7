"""Pure judgements about orders: the guards of the lifecycle, and which pieces may be cancelled."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Protocol

from kontor.kernel.address import Address
from kontor.orders.errors import (
    AddressIncomplete,
    AlreadyPicked,
    AlreadyShipped,
    HoldsLeft,
    LinesOpen,
    LineUnknown,
    NoLines,
    NothingToCancel,
    OrderNotPaid,
)


@dataclass(frozen=True, slots=True)
class LineFacts:
    """The counts of a line."""

    line_id: int
    ordered: int
    reserved: int
    short: int
    picked: int
    shipped: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What the guards look at."""

    order_id: int
    number: str
    state: str
    secured: bool
    address: Address
    open_holds: int
    lines: tuple[LineFacts, ...]


def has_lines(order: OrderFacts) -> None:
    """Refuse an order without lines."""
    if not order.lines:
        raise NoLines(order=order.number)


def no_hold_left(order: OrderFacts) -> None:
    """Refuse while another hold stops the order."""
    if order.open_holds:
        raise HoldsLeft(order=order.number, holds=order.open_holds)


def may_be_paid_for(order: OrderFacts) -> None:
    """Refuse to work on an order whose payment is not secured."""
    if not order.secured:
        raise OrderNotPaid(order=order.number)


def address_complete(order: OrderFacts) -> None:
    """Refuse to work on an order that no carrier can deliver."""
    if missing := order.address.missing():
        raise AddressIncomplete(order=order.number, missing=", ".join(missing))


def nothing_picked(order: OrderFacts) -> None:
    """Refuse once pieces are in somebody's hands or gone."""
    nothing_shipped(order)
    if any(line.picked for line in order.lines):
        raise AlreadyPicked(order=order.number)


def nothing_shipped(order: OrderFacts) -> None:
    """Refuse once a parcel has left."""
    if any(line.shipped for line in order.lines):
        raise AlreadyShipped(order=order.number)


def nothing_open(order: OrderFacts) -> None:
    """Refuse while a piece is neither shipped nor cancelled."""
    if any(line.reserved or line.short or line.picked for line in order.lines):
        raise LinesOpen(order=order.number)


def is_complete(lines: Sequence[LineFacts]) -> bool:
    """Whether nothing of the lines is open."""
    return not any(line.reserved or line.short or line.picked for line in lines)


def split_cancellation(line: LineFacts, quantity: int) -> dict[str, int]:
    """Say from where pieces are cancelled: first what is short anyway, then what is reserved, never what is picked.

    Refuses: NothingToCancel where less is open than is to be cancelled.
    """
    from_short = min(quantity, line.short)
    from_reserved = quantity - from_short
    if quantity <= 0 or from_reserved > line.reserved:
        raise NothingToCancel(line=line.line_id, asked=quantity, open=line.short + line.reserved)
    return {bucket: pieces for bucket, pieces in (("short", from_short), ("reserved", from_reserved)) if pieces}


def check_lines_named(line_ids: Sequence[int], known: Container[int]) -> None:
    """Each line of an order is named once, and no line of another one. Refuses: LineUnknown."""
    if len(set(line_ids)) < len(line_ids) or any(line_id not in known for line_id in line_ids):
        raise LineUnknown


class CountedLine(Protocol):
    """A line with its counts."""

    @property
    def ordered(self) -> int:
        """Return how many pieces were ever ordered."""

    @property
    def cancelled(self) -> int:
        """Return how many of them were cancelled."""


def goes_on(line: CountedLine, wanted: int) -> bool:
    """Whether a line can stay what it is when so many pieces of it are wanted: none was cancelled, and none fewer are wanted."""
    return line.cancelled == 0 and wanted >= line.ordered
