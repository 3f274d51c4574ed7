"""Amounts: rounding, tax, sharing out. The only place in the house that rounds money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from enum import Enum
from functools import lru_cache

from kontor.kernel.money import CENT, ZERO, Taxed

HUNDRED = Decimal(100)


class RoundingMode(Enum):
    """How half a cent is decided."""

    COMMERCIAL = ROUND_HALF_UP  # DIN 1333, what German invoices use
    BANKERS = ROUND_HALF_EVEN


class TaxRounding(Enum):
    """On what the VAT of net prices is rounded. The value is what is stored."""

    LINE = "line"  # each line's own
    RATE = "rate"  # the sum of each rate's, as on an invoice; shared out to the lines so that they add up to it


def cents(amount: Decimal) -> int:
    """Return an amount that is exact to the cent as a whole number of cents."""
    return int(amount * 100)


def round_money(amount: Decimal, mode: RoundingMode = RoundingMode.COMMERCIAL, unit: Decimal = CENT) -> Decimal:
    """Round to the cent, or to another smallest unit of a currency, under a named mode."""
    return amount.quantize(unit, rounding=mode.value)


def percent_of(prices: Iterable[tuple[Decimal, int]], percent: Decimal, *, unit: Decimal = CENT) -> Decimal:
    """Return so many percent of what some pieces come to. ``prices``: of one piece, and how many of them."""
    return round_money(sum((each * count for each, count in prices), ZERO) * percent / HUNDRED, unit=unit)


def share_of(amount: Taxed, *, before: int, pieces: int, of: int, unit: Decimal = CENT) -> Taxed:
    """Return the part of a line's amount that falls on some of its pieces.

    Counted from the pieces that came before, so that the parts of all deliveries add up to the line exactly.
    """

    def cut(total: Decimal) -> Decimal:
        return round_money(total * (before + pieces) / of, unit=unit) - round_money(total * before / of, unit=unit)

    gross, tax = cut(amount.gross), cut(amount.tax)
    return Taxed(gross - tax, tax, gross)


# A shop has few prices: most lines of a batch were taxed before.
@lru_cache(maxsize=65_536)
def tax_gross(
    gross: Decimal, rate: Decimal, mode: RoundingMode = RoundingMode.COMMERCIAL, unit: Decimal = CENT
) -> Taxed:
    """Take the tax out of a gross amount; gross stays as it is, net is the rest."""
    if not rate:
        return Taxed(gross, ZERO, gross)
    tax = round_money(gross * rate / (HUNDRED + rate), mode, unit)
    return Taxed(gross - tax, tax, gross)


@lru_cache(maxsize=65_536)
def tax_net(net: Decimal, rate: Decimal, mode: RoundingMode = RoundingMode.COMMERCIAL, unit: Decimal = CENT) -> Taxed:
    """Add the tax to a net amount."""
    tax = round_money(net * rate / HUNDRED, mode, unit)
    return Taxed(net, tax, net + tax)


def differs_beyond_rounding(*, told: Decimal, ours: Decimal, parts: int, unit: Decimal = CENT) -> bool:
    """Whether two sums of VAT differ by more than a cent, or another smallest unit, for each part that may have been rounded
    by itself.
    """
    return abs(told - ours) > unit * max(1, parts)


def spread(amount: Decimal, weights: Sequence[Decimal], unit: Decimal = CENT) -> list[Decimal]:
    """Share an amount out by weights, exactly: the parts add up to it, and none is a cent off its fair share.

    Counted from the beginning, so that the same weights always give the same parts; without any weight the last part
    takes all. A cent too many or too few falls where the running sum passes the half.
    """
    total = sum(weights, ZERO)
    if not total:
        return [ZERO] * (len(weights) - 1) + [amount]
    parts = []
    passed = given = ZERO
    for weight in weights:
        passed += weight
        due = round_money(amount * passed / total, unit=unit)
        parts.append(due - given)
        given = due
    return parts


def cap_purchases(prices: Sequence[Decimal], purchases: Sequence[Decimal], beside: Decimal) -> list[Decimal]:
    """Return what counts as purchase price of each article that is sold by the margin: what it had cost, and never more than it
    brought in, because a loss is no margin and lowers no other. ``beside`` is what was charged or taken off beside
    the goods, which
    goes with them by their prices. Source: § 25a (3) UStG.
    """
    shares = spread(beside, prices)
    return [
        min(max(ZERO, purchase), max(ZERO, price + share))
        for price, purchase, share in zip(prices, purchases, shares, strict=True)
    ]
