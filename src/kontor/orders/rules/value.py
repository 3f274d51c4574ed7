"""What an order is worth: of what is left of it, of what left, of what vouchers lower; to the cent what its invoices come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from kontor.kernel.money import ZERO, Taxed, unit_of
from kontor.pricing.rules import cents, share_of


@dataclass(frozen=True, slots=True)
class LineValue:
    """A line as its money sees it: what was agreed for all of its pieces, and where these are."""

    id: int
    order_id: int
    title: str
    channel_sku: str
    tax_class: str
    rate: Decimal
    agreed: Taxed
    ordered: int
    cancelled: int
    shipped: int
    invoiced: int
    credited: int

    @property
    def left(self) -> int:
        """Return how many pieces were not cancelled."""
        return self.ordered - self.cancelled

    @property
    def each(self) -> Decimal:
        """Return what one piece comes to, gross."""
        return self.agreed.gross / self.ordered

    @property
    def uninvoiced(self) -> int:
        """Return how many pieces of what is left no invoice names; never less than none."""
        return max(0, self.left - self.invoiced)

    @property
    def claimed_too_much(self) -> int:
        """Return how many pieces an invoice still claims though they were cancelled; less than none where pieces are left."""
        return self.invoiced - self.credited - self.left


@dataclass(frozen=True, slots=True)
class ChargeValue:
    """What is paid beside the goods: shipping, a service; a discount or a voucher is negative."""

    id: int
    order_id: int
    kind: str
    title: str
    tax_class: str
    rate: Decimal
    agreed: Taxed


@dataclass(frozen=True, slots=True)
class OrderValue:
    """An order as its money sees it."""

    order_id: int
    currency: str
    lines: tuple[LineValue, ...]
    charges: tuple[ChargeValue, ...]

    @property
    def unit(self) -> Decimal:
        """Return the smallest amount of its currency."""
        return unit_of(self.currency)

    @property
    def left(self) -> Decimal:
        """Return what it comes to without what was cancelled."""
        return value_of(self, lambda line: line.left)

    @property
    def charges_left(self) -> Decimal:
        """Return what the charges come to that go with what is left of it."""
        return sum((amount.gross for _charge, amount in share_left(self)), ZERO)

    @property
    def shipped(self) -> Decimal:
        """Return what the pieces come to that have left."""
        return value_of(self, lambda line: line.shipped)

    @property
    def leaves_more(self) -> bool:
        """Whether pieces are still to leave."""
        return any(line.shipped != line.left for line in self.lines)

    @property
    def wholly_invoiced(self) -> bool:
        """Whether no invoice follows: all that was not cancelled is invoiced."""
        return all(line.invoiced == line.left for line in self.lines)

    @property
    def lowered(self) -> Decimal:
        """Return by how much single-purpose vouchers lower what is left of it."""
        return sum((-amount.gross for charge, amount in share_left(self) if charge.kind == "voucher"), ZERO)


def value_of_pieces(line: LineValue, pieces: int, unit: Decimal) -> Decimal:
    """Return what so many pieces of a line cost, to the smallest amount of the currency."""
    return share_of(line.agreed, before=0, pieces=pieces, of=line.ordered, unit=unit).gross if pieces else ZERO


def value_of(order: OrderValue, pieces: Callable[[LineValue], int]) -> Decimal:
    """Return what so many pieces of each line come to, with the charges that go with them."""
    coming = {line.id: pieces(line) for line in order.lines}
    goods = sum((value_of_pieces(line, coming[line.id], order.unit) for line in order.lines), ZERO)
    shared = share_charges(order.charges, order.lines, before={}, coming=coming, unit=order.unit)
    return goods + sum((amount.gross for _charge, amount in shared), ZERO)


def list_left(order: OrderValue) -> list[tuple[LineValue, Taxed]]:
    """Return what is left of each line and what that comes to."""
    return [
        (line, share_of(line.agreed, before=0, pieces=line.left, of=line.ordered, unit=order.unit))
        for line in order.lines
        if line.left
    ]


def share_left(order: OrderValue) -> list[tuple[ChargeValue, Taxed]]:
    """Return the charges that go with the pieces that were not cancelled."""
    coming = {line.id: line.left for line in order.lines}
    return share_charges(order.charges, order.lines, before={}, coming=coming, unit=order.unit)


@dataclass(slots=True)
class Cost:
    """What a buyer sees as one cost beside the goods, and at which rates it is taxed."""

    kind: str
    title: str
    rates: list[Decimal]
    gross: Decimal


class Charged(Protocol):
    """A part of a cost, taxed at one rate."""

    @property
    def kind(self) -> str:
        """Return what it is for."""

    @property
    def title(self) -> str:
        """Return what it is called."""

    @property
    def rate(self) -> Decimal:
        """Return its VAT rate."""


def join_costs(parts: Iterable[tuple[Charged, Decimal]]) -> list[Cost]:
    """Return charges, each with its gross amount, as their buyer sees them: what is taxed by several rates is one cost to him.

    The same at the same rate once more is another cost: two vouchers are two.
    """
    found: list[Cost] = []
    for it, gross in parts:
        same = (cost for cost in found if (cost.kind, cost.title) == (it.kind, it.title) and it.rate not in cost.rates)
        cost = next(same, None)
        if cost is None:
            found.append(Cost(it.kind, it.title, [it.rate], gross))
        else:
            cost.rates.append(it.rate)
            cost.gross += gross
    return found


def share_charges(
    charges: Iterable[ChargeValue],
    lines: Sequence[LineValue],
    *,
    before: Mapping[int, int],
    coming: Mapping[int, int],
    unit: Decimal,
) -> list[tuple[ChargeValue, Taxed]]:
    """Return the charges that go with the coming pieces of an order's lines, of which others came before.

    Costs stand with the first pieces; a discount goes with the goods of its VAT class, so that no part is worth less than
    nothing. ``unit`` is the smallest amount of the order's currency.
    """
    found = []
    for charge in charges:
        goods = [line for line in lines if (line.tax_class, line.rate) == (charge.tax_class, charge.rate)]
        worth = cents(sum((line.agreed.gross for line in goods), ZERO))
        if charge.agreed.gross >= 0 or not worth:
            if any(coming.values()) and not any(before.values()):
                found.append((charge, charge.agreed))
            continue
        done = cents(sum((value_of_pieces(line, before.get(line.id, 0), unit) for line in goods), ZERO))
        both = (value_of_pieces(line, before.get(line.id, 0) + coming.get(line.id, 0), unit) for line in goods)
        if more := cents(sum(both, ZERO)) - done:
            found.append((charge, share_of(charge.agreed, before=done, pieces=more, of=worth, unit=unit)))
    return found
