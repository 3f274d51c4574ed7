"""What a document comes to: net and VAT by group, and where the odd cent stands.

The rule, for every document alike: what was agreed stays as it is. Of gross prices each VAT group parts its gross into the tax in
it and the rest, so that the two come to what the buyer pays; of net prices the VAT is the net times the rate. What VAT that was
agreed line by line misses of that stands as *rounding* (BT-114), never hidden in a line. See docs/explanation/every-cent.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kontor.invoicing.rules.items import InvoiceItem
from kontor.kernel.money import CENT, ZERO
from kontor.pricing.rules import round_money, tax_gross, tax_net

# A VAT group: category and rate.
GroupKey = tuple[str, Decimal]


@dataclass(frozen=True, slots=True)
class TaxGroup:
    """Net and VAT of what is taxed alike (BG-23)."""

    category: str
    rate: Decimal
    code: str
    net: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """A document's sums: ``net + tax + rounding == gross``. ``nets`` are those of the items, in their order (BT-131)."""

    nets: tuple[Decimal, ...]
    groups: tuple[TaxGroup, ...]
    net: Decimal
    tax: Decimal
    rounding: Decimal
    gross: Decimal


def standing_of(items: Sequence[InvoiceItem], *, gross_prices: bool) -> dict[GroupKey, Decimal]:
    """Return what items stand for, per group, in the prices' own terms."""
    sums: dict[GroupKey, Decimal] = {}
    for item in items:
        key = item.category, item.rate
        sums[key] = sums.get(key, ZERO) + (item.amount.gross if gross_prices else item.amount.net)
    return sums


def total_document(
    items: Sequence[InvoiceItem],
    *,
    gross_prices: bool,
    standing: Mapping[GroupKey, Decimal] | None = None,
    unit: Decimal = CENT,
    vat_from_net: bool = False,
) -> Totals:
    """Return a document's sums.

    ``standing`` is what is left of a corrected invoice before this correction, per group and in the prices' own terms: the
    correction is then the difference between before and after, so that all corrections of an invoice add up to it exactly.
    ``vat_from_net``: as documents did once (docs/decisions/0037), whose corrections do, too.
    """
    sums = standing_of(items, gross_prices=gross_prices)
    codes = {(item.category, item.rate): item.code for item in reversed(items)}
    groups = []
    for key in sorted(sums, key=lambda it: (it[0], -it[1])):
        category, rate = key
        before = (standing or {}).get(key, ZERO)
        net, tax = (
            after - already
            for after, already in zip(
                _taxed(before + sums[key], rate, unit, gross=gross_prices, vat_from_net=vat_from_net),
                _taxed(before, rate, unit, gross=gross_prices, vat_from_net=vat_from_net),
                strict=True,
            )
        )
        groups.append(TaxGroup(category, rate, codes[key], net, tax))
    net = sum((group.net for group in groups), ZERO)
    tax = sum((group.tax for group in groups), ZERO)
    gross = sum((item.amount.gross for item in items), ZERO)
    return Totals(_nets(items, groups, unit), tuple(groups), net, tax, gross - net - tax, gross)


def _taxed(
    amount: Decimal, rate: Decimal, unit: Decimal, *, gross: bool, vat_from_net: bool
) -> tuple[Decimal, Decimal]:
    told = tax_gross(amount, rate, unit=unit) if gross else tax_net(amount, rate, unit=unit)
    return told.net, tax_net(told.net, rate, unit=unit).tax if vat_from_net else told.tax


def _nets(items: Sequence[InvoiceItem], groups: Sequence[TaxGroup], unit: Decimal) -> tuple[Decimal, ...]:
    """Return a net for each item so that each group's add up to it: the cents that lack go to the largest items, one each."""
    nets = [round_money(item.amount.net, unit=unit) for item in items]
    for group in groups:
        places = [at for at, item in enumerate(items) if (item.category, item.rate) == (group.category, group.rate)]
        places.sort(key=lambda at: (-abs(nets[at]), at))
        lacking = group.net - sum((nets[at] for at in places), ZERO)
        cent = unit if lacking > 0 else -unit
        for turn in range(int(abs(lacking) / unit)):
            nets[places[turn % len(places)]] += cent
    return tuple(nets)
