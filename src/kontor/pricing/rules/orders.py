"""The money of an order: every line and charge taxed and exact to the cent, the sum what the channel tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kontor.kernel.money import CENT, NOTHING, ZERO, Taxed
from kontor.pricing.errors import AmountNotInCents, TotalBelowZero, TotalsDisagree
from kontor.pricing.rules.amounts import TaxRounding, round_money, spread, tax_gross, tax_net
from kontor.pricing.rules.rates import VOUCHER_CLASS, TaxTable
from kontor.pricing.rules.tax_case import TaxDecision, TaxFacts, decide_tax


@dataclass(frozen=True, slots=True)
class PricedItem:
    """A line, or the part of a charge that falls on one tax class, with its rate and amounts."""

    tax_class: str
    rate: Decimal
    amount: Taxed


@dataclass(frozen=True, slots=True)
class ItemToPrice:
    """What a channel asks for a line: ``amount`` is quantity × unit price."""

    amount: Decimal
    tax_class: str


@dataclass(frozen=True, slots=True)
class PricedOrder:
    """An order's lines in their order, its charges each in parts by tax class, their sum and how it is taxed."""

    lines: tuple[PricedItem, ...]
    charges: tuple[tuple[PricedItem, ...], ...]
    total: Taxed
    tax: TaxDecision


@dataclass(frozen=True, slots=True)
class Terms:
    """How prices are meant: with the VAT in them or without, on what the VAT of net prices is rounded, and the smallest amount
    of the currency.
    """

    gross: bool
    rounding: TaxRounding = TaxRounding.LINE
    unit: Decimal = CENT


def price_order(
    lines: Sequence[ItemToPrice],
    charges: Sequence[Decimal | ItemToPrice] = (),
    *,
    facts: TaxFacts,
    terms: Terms,
    table: TaxTable,
    told_total: Decimal | None,
) -> PricedOrder:
    """Confirm an order's money. ``charges`` are amounts beside the goods, negative for a discount: each is shared out over the
    tax classes of the goods by their value, because what goes with the goods is taxed like them (UStAE 3.10 (5)). One that
    names its class stays in it.

    Refuses: TotalsDisagree, AmountNotInCents, CountryUnknown.
    """
    decision = decide_tax(facts)
    gross, unit = terms.gross, terms.unit
    rates: dict[str, Decimal] = {}
    total = NOTHING

    def tax(amount: Decimal, tax_class: str) -> PricedItem:
        nonlocal total
        rate = rates.get(tax_class)
        if rate is None:
            rate = table.rate(decision.country, tax_class, facts.on) if decision.country else ZERO
            rates[tax_class] = rate
        taxed = tax_gross(amount, rate, unit=unit) if gross else tax_net(amount, rate, unit=unit)
        total += taxed
        return PricedItem(tax_class, rate, taxed)

    priced = tuple(tax(_in_units(line.amount, unit), line.tax_class) for line in lines)
    parts = tuple(
        (tax(_in_units(charge.amount, unit), charge.tax_class),)
        if isinstance(charge, ItemToPrice)
        else tuple(tax(amount, tax_class) for tax_class, amount in _by_class(_in_units(charge, unit), lines, unit))
        for charge in charges
    )
    if terms.rounding is TaxRounding.RATE and not gross:
        priced, parts = _tax_by_rate(priced, parts, unit)
        total = sum((item.amount for item in (*priced, *(it for part in parts for it in part))), NOTHING)
    if total.gross < 0:
        raise TotalBelowZero(total=total.gross)
    if told_total is not None and told_total != total.gross:
        raise TotalsDisagree(told=told_total, computed=total.gross)
    return PricedOrder(priced, parts, total, decision)


def _tax_by_rate(
    lines: tuple[PricedItem, ...], charges: tuple[tuple[PricedItem, ...], ...], unit: Decimal
) -> tuple[tuple[PricedItem, ...], tuple[tuple[PricedItem, ...], ...]]:
    """Round the VAT of each rate's sum; the cents by which that differs from the sum of all go to the largest, one each."""
    every = [*lines, *(item for parts in charges for item in parts)]
    taxes: dict[int, Decimal] = {}
    for rate in {item.rate for item in every}:
        places = [place for place, item in enumerate(every) if item.rate == rate]
        places.sort(key=lambda place: (-abs(every[place].amount.net), place))
        taxes |= {place: every[place].amount.tax for place in places}
        net = sum((every[place].amount.net for place in places), ZERO)
        lacking = tax_net(net, rate, unit=unit).tax - sum((taxes[place] for place in places), ZERO)
        cent = unit if lacking > 0 else -unit
        for turn in range(int(abs(lacking) / unit)):
            taxes[places[turn % len(places)]] += cent
    done = iter(
        PricedItem(item.tax_class, item.rate, Taxed(item.amount.net, taxes[place], item.amount.net + taxes[place]))
        for place, item in enumerate(every)
    )
    return tuple(next(done) for _ in lines), tuple(tuple(next(done) for _ in parts) for parts in charges)


def _in_units(amount: Decimal, unit: Decimal) -> Decimal:
    rounded = round_money(amount, unit=unit)
    if rounded != amount:
        raise AmountNotInCents(amount=amount)
    return rounded


def _by_class(amount: Decimal, lines: Sequence[ItemToPrice], unit: Decimal) -> list[tuple[str, Decimal]]:
    """Share a charge out over the tax classes of the goods, by their value."""
    values: dict[str, Decimal] = {}
    for line in lines:
        # A voucher that is sold is no goods: nothing goes with it.
        if line.tax_class == VOUCHER_CLASS:
            continue
        values[line.tax_class] = values.get(line.tax_class, ZERO) + line.amount
    if len(values) < 2:
        return [(next(iter(values), "standard"), amount)]
    classes = sorted(values)
    parts = spread(amount, [values[name] for name in classes], unit)
    return [(name, part) for name, part in zip(classes, parts, strict=True) if part or len(classes) == 1] or [
        (classes[0], amount)
    ]
