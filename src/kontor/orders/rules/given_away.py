"""What somebody here made an order cost less, piece by piece: against what its buyer had agreed to and paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kontor.kernel.money import ZERO

# So many pieces at this price each, with VAT.
Priced = tuple[int, Decimal]


@dataclass(frozen=True, slots=True)
class Agreed:
    """What an order holds: the pieces of each article that are not cancelled with what one costs, and all charges."""

    goods: Mapping[int, Sequence[Priced]]
    charges: Decimal


def given_away(agreed: Agreed, now: Agreed) -> Decimal:
    """Return by how much the pieces that are left cost less than was agreed, and the charges.

    The cheapest of an article stand for each other, whatever their lines: what a piece costs less is not made good by another one
    that costs more, for that one may be cancelled; what was cancelled costs nothing less. Two ways lead back to nothing.
    """
    goods = sum((_cheaper(pieces, now.goods.get(sku, ())) for sku, pieces in agreed.goods.items()), ZERO)
    return goods + max(ZERO, agreed.charges - now.charges)


def agree_anew(agreed: Agreed | None, now: Agreed, *, paid: bool) -> Agreed:
    """Return what counts as agreed before something is changed: the first time what there is, later what is ``paid`` for besides.

    What is paid for and costs nothing less than before was agreed to; what somebody gave away stays given.
    """
    if agreed is None:
        return now
    if not paid:
        return agreed
    kept = {sku: it for sku, it in now.goods.items() if not _cheaper(agreed.goods.get(sku, ()), it)}
    return Agreed({**agreed.goods, **kept}, max(agreed.charges, now.charges))


def _cheaper(agreed: Sequence[Priced], now: Sequence[Priced]) -> Decimal:
    """Return by how much pieces cost less, the cheapest beside the cheapest."""
    found, before, after = ZERO, sorted(agreed, key=_price), sorted(now, key=_price)
    while before and after:
        (left, was), (right, costs) = before.pop(0), after.pop(0)
        pieces = min(left, right)
        found += pieces * max(ZERO, was - costs)
        if left > pieces:
            before.insert(0, (left - pieces, was))
        if right > pieces:
            after.insert(0, (right - pieces, costs))
    return found


def _price(it: Priced) -> Decimal:
    return it[1]
