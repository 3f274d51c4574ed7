"""What somebody here made an order cost less, piece by piece: against what its buyer had agreed to and paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kontor.kernel.money import ZERO
from kontor.pricing.rules import round_money

# So many pieces at this price each, with VAT.
Priced = tuple[int, Decimal]


@dataclass(frozen=True, slots=True)
class Agreed:
    """What an order holds: the pieces of each article that are not cancelled with what one costs, and the charges that go with
    them.
    """

    goods: Mapping[int, Sequence[Priced]]
    charges: Decimal


def given_away(agreed: Agreed, now: Agreed, *, unit: Decimal | None = None) -> Decimal:
    """Return by how much the pieces that are left cost less than was agreed, and the charges.

    The cheapest of an article stand for each other, whatever their lines: what a piece costs less is not made good by another one
    that costs more, for that one may be cancelled; what was cancelled costs nothing less. Two ways lead back to nothing.
    Prices without VAT do not divide by their pieces: by ``unit`` (a cent, a yen) it is money that can move.
    """
    goods = sum((_cheaper(pieces, now.goods.get(sku, ())) for sku, pieces in agreed.goods.items()), ZERO)
    all_of_it = goods + max(ZERO, _charges_left(agreed, now) - now.charges)
    return all_of_it if unit is None else round_money(all_of_it, unit=unit)


def _charges_left(agreed: Agreed, now: Agreed) -> Decimal:
    """Return the charges that were agreed, of a discount what goes with the agreed goods that are left."""
    whole = sum((count * each for told in agreed.goods.values() for count, each in told), ZERO)
    if agreed.charges >= 0 or not whole:
        return agreed.charges
    left = sum((_dearest(told, _count(now.goods.get(sku, ()))) for sku, told in agreed.goods.items()), ZERO)
    return agreed.charges * left / whole


def put_in(agreed: Agreed, *, before: Agreed, now: Agreed) -> Agreed:
    """Return what counts as agreed after a change that put goods in for others: these are worth what they stand for.

    What is only taken out is cancelled, and its money is the buyer's. Where the same change puts pieces in, each of them is worth
    its share of what was taken out, and no less than it costs, nor than was agreed for its article. Of pieces of one article the
    dearest are those that come or go.
    """
    counts = {
        sku: _count(now.goods.get(sku, ())) - _count(before.goods.get(sku, ())) for sku in {**before.goods, **now.goods}
    }
    came = sum(it for it in counts.values() if it > 0)
    taken_out = sum((_dearest(before.goods[sku], -it) for sku, it in counts.items() if it < 0), ZERO)
    if not came or not taken_out:
        return agreed
    goods = dict(agreed.goods)
    for sku, more in counts.items():
        if more > 0:
            old, stay = agreed.goods.get(sku, ()), _count(before.goods.get(sku, ()))
            least = max([taken_out / came, *(each for _some, each in old)])
            new = [(count, max(each, least)) for count, each in _beyond(now.goods[sku], stay)]
            goods[sku] = [*_cheapest(old, stay), *new]
    return Agreed(goods, agreed.charges)


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


def _count(pieces: Sequence[Priced]) -> int:
    return sum(count for count, _each in pieces)


def _beyond(pieces: Sequence[Priced], cheapest: int) -> list[Priced]:
    """Return pieces without so many of the cheapest of them."""
    found = []
    for count, each in sorted(pieces, key=_price):
        left = count - min(count, cheapest)
        cheapest -= count - left
        if left:
            found.append((left, each))
    return found


def _cheapest(pieces: Sequence[Priced], cheapest: int) -> list[Priced]:
    """Return so many of the cheapest pieces."""
    found = []
    for count, each in sorted(pieces, key=_price):
        some = min(count, cheapest)
        cheapest -= some
        if some:
            found.append((some, each))
    return found


def _dearest(pieces: Sequence[Priced], count: int) -> Decimal:
    """Return what so many of the dearest pieces cost."""
    if count <= 0:
        return ZERO
    return sum((some * each for some, each in _beyond(pieces, _count(pieces) - count)), ZERO)


def _price(it: Priced) -> Decimal:
    return it[1]
