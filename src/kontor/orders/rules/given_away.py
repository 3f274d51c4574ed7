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
    them. Of what was agreed, ``exchanged``: by how much goods that were put in for others cost less than those.
    """

    goods: Mapping[int, Sequence[Priced]]
    charges: Decimal
    exchanged: Decimal = ZERO


def given_away(agreed: Agreed, now: Agreed, *, unit: Decimal | None = None) -> Decimal:
    """Return by how much the pieces that are left cost less than was agreed, the charges, and what came in exchange.

    The cheapest of an article stand for each other, whatever their lines: what a piece costs less is not made good by another one
    that costs more, for that one may be cancelled; what was cancelled costs nothing less. Two ways lead back to nothing.
    Prices without VAT do not divide by their pieces: by ``unit`` (a cent, a yen) it is money that can move.
    """
    goods = sum((_cheaper(pieces, now.goods.get(sku, ())) for sku, pieces in agreed.goods.items()), ZERO)
    all_of_it = goods + max(ZERO, agreed.charges - now.charges) + agreed.exchanged
    return all_of_it if unit is None else round_money(all_of_it, unit=unit)


def exchange(before: Agreed, now: Agreed) -> Decimal:
    """Return by how much what was put into an order costs less than what the same change took out; below zero: costs more.

    Where nothing is put in nothing is exchanged: what is only taken out is cancelled, and its money is the buyer's. Of pieces of
    one article the dearest are those that come or go.
    """
    put_in = taken_out = ZERO
    anything = False
    for sku in {**before.goods, **now.goods}:
        was, is_ = before.goods.get(sku, ()), now.goods.get(sku, ())
        more = _count(is_) - _count(was)
        anything = anything or more > 0
        put_in += _dearest(is_, more)
        taken_out += _dearest(was, -more)
    return taken_out - put_in if anything else ZERO


def agree_anew(agreed: Agreed | None, now: Agreed, *, paid: bool) -> Agreed:
    """Return what counts as agreed before something is changed: the first time what there is, later what is ``paid`` for besides.

    What is paid for and costs nothing less than before was agreed to; what somebody gave away stays given, and a piece that was
    cancelled keeps the price at which it may come back.
    """
    if agreed is None:
        return now
    if not paid:
        return agreed
    kept = {
        sku: [*it, *_beyond(agreed.goods.get(sku, ()), _count(it))]
        for sku, it in now.goods.items()
        if not _cheaper(agreed.goods.get(sku, ()), it)
    }
    return Agreed({**agreed.goods, **kept}, max(agreed.charges, now.charges), agreed.exchanged)


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


def _dearest(pieces: Sequence[Priced], count: int) -> Decimal:
    """Return what so many of the dearest pieces cost."""
    if count <= 0:
        return ZERO
    return sum((some * each for some, each in _beyond(pieces, _count(pieces) - count)), ZERO)


def _price(it: Priced) -> Decimal:
    return it[1]
