"""Which line of an order is which, once its channel tells it anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar

from kontor.kernel.money import Taxed
from kontor.pricing.rules import round_money, tax_gross, tax_net


class Line(Protocol):
    """What a line is known by."""

    @property
    def external_id(self) -> str:
        """Return the channel's id of the line."""

    @property
    def sku_id(self) -> int:
        """Return the article."""

    @property
    def unit_price(self) -> Decimal:
        """Return the price of a piece."""


Ours = TypeVar("Ours", bound=Line)
Told = TypeVar("Told", bound=Line)


def match_lines(ours: Sequence[Ours], told: Sequence[Told]) -> tuple[list[tuple[Ours, Told]], list[Told]]:
    """Say which line is which, and which are new: by the channel's id and article, of several the one of the same price first;
    each of ours once.
    """
    left = list(ours)
    matched, added = [], []
    for new in told:
        mine = [it for it in left if (it.external_id, it.sku_id) == (new.external_id, new.sku_id)]
        mine.sort(key=lambda it: it.unit_price != new.unit_price)
        if mine:
            left.remove(mine[0])
            matched.append((mine[0], new))
        else:
            added.append(new)
    return matched, added


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line as it is wanted now: so many pieces, at this price and rate, for this amount."""

    quantity: int
    unit_price: Decimal
    rate: Decimal
    amount: Taxed


def tax_all_pieces(line: PricedLine, *, ordered: int, cancelled: int, unit: Decimal, gross: bool) -> Taxed:
    """Return what a line comes to with every piece that was ever ordered of it, cancelled ones among them: what it was priced at
    where no piece was cancelled. ``gross``: the price has its VAT in it.
    """
    ever = max(ordered, cancelled + line.quantity)
    if ever == line.quantity:
        return line.amount
    amount, rate = round_money(line.unit_price * ever, unit=unit), line.rate
    return tax_gross(amount, rate, unit=unit) if gross else tax_net(amount, rate, unit=unit)
