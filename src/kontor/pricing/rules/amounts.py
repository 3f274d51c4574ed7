"""Amounts: rounding, tax, totals. The only place in the house that rounds money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from enum import Enum
from functools import lru_cache

from kontor.kernel.money import CENT, NOTHING, ZERO, Taxed
from kontor.pricing.errors import AmountNotInCents, CountryUnknown, TotalsDisagree

HUNDRED = Decimal(100)

# countries and territories of ISO 3166-1, as far as merchants ship there
ISO_COUNTRIES = frozenset(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC "
    "CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB "
    "GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE "
    "KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT "
    "MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU "
    "RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ "
    "UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW".split()
)


# Member states of the EU's VAT territory with a two-letter code; Greece as GR, Northern Ireland's goods not told apart.
_EU = frozenset("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split())
_UK_LEFT = date(2021, 1, 1)  # end of the transition period


def is_in_vat_union(country: str, on: date) -> bool:
    """Whether a country belonged to the EU's VAT territory on that day."""
    return country in _EU or (country == "GB" and on < _UK_LEFT)


class RoundingMode(Enum):
    """How half a cent is decided."""

    COMMERCIAL = ROUND_HALF_UP  # DIN 1333, what German invoices use
    BANKERS = ROUND_HALF_EVEN


def round_money(amount: Decimal, mode: RoundingMode = RoundingMode.COMMERCIAL) -> Decimal:
    """Round to the cent under a named mode."""
    return amount.quantize(CENT, rounding=mode.value)


# A shop has few prices: most lines of a batch were taxed before.
@lru_cache(maxsize=65_536)
def tax_gross(gross: Decimal, rate: Decimal, mode: RoundingMode = RoundingMode.COMMERCIAL) -> Taxed:
    """Take the tax out of a gross amount; gross stays as it is, net is the rest."""
    if not rate:
        return Taxed(gross, ZERO, gross)
    tax = round_money(gross * rate / (HUNDRED + rate), mode)
    return Taxed(gross - tax, tax, gross)


@lru_cache(maxsize=65_536)
def tax_net(net: Decimal, rate: Decimal, mode: RoundingMode = RoundingMode.COMMERCIAL) -> Taxed:
    """Add the tax to a net amount."""
    tax = round_money(net * rate / HUNDRED, mode)
    return Taxed(net, tax, net + tax)


@dataclass(frozen=True, slots=True)
class RatePeriod:
    """A rate in percent and the half-open period in which it holds."""

    valid_from: date
    valid_to: date | None
    rate: Decimal


@dataclass(frozen=True, slots=True)
class TaxTable:
    """All rates: (country, tax class) → periods, newest first."""

    periods: Mapping[tuple[str, str], tuple[RatePeriod, ...]]

    def rate(self, country: str, tax_class: str, on: date, home: str) -> Decimal:
        """Return the rate in percent: the destination's inside the seller's VAT territory, 0 for an export.

        Refuses: CountryUnknown for what is no country.
        """
        if country != home and not (is_in_vat_union(country, on) and is_in_vat_union(home, on)):
            if country not in ISO_COUNTRIES:
                raise CountryUnknown(country=country)
            return ZERO
        for period in self.periods.get((country, tax_class), ()):
            if period.valid_from <= on and (period.valid_to is None or on < period.valid_to):
                return period.rate
        raise CountryUnknown("There is no VAT rate for this country and day; enter it, then replay.", country=country)


@dataclass(frozen=True, slots=True)
class PricedItem:
    """A line or charge with its rate and amounts."""

    rate: Decimal
    amount: Taxed


@dataclass(frozen=True, slots=True)
class ItemToPrice:
    """What a channel asks for an item: ``amount`` is quantity × unit price, negative for a discount."""

    amount: Decimal
    tax_class: str


@dataclass(frozen=True, slots=True)
class PricedOrder:
    """An order's items in their order, and their sum."""

    items: tuple[PricedItem, ...]
    total: Taxed


@dataclass(frozen=True, slots=True)
class TaxSituation:
    """Where goods go, whose they were, when, and whether the prices are gross."""

    country: str
    home: str
    on: date
    gross: bool


def price_order(
    items: Sequence[ItemToPrice], *, situation: TaxSituation, table: TaxTable, told_total: Decimal | None
) -> PricedOrder:
    """Confirm an order's money: each item taxed and exact to the cent, the sum equal to what the channel tells.

    Refuses: TotalsDisagree, AmountNotInCents, CountryUnknown.
    """
    rates: dict[str, Decimal] = {}
    priced = []
    total = NOTHING
    for item in items:
        rate = rates.get(item.tax_class)
        if rate is None:
            rate = rates[item.tax_class] = table.rate(situation.country, item.tax_class, situation.on, situation.home)
        amount = round_money(item.amount)
        if amount != item.amount:
            raise AmountNotInCents(amount=item.amount)
        taxed = tax_gross(amount, rate) if situation.gross else tax_net(amount, rate)
        priced.append(PricedItem(rate, taxed))
        total += taxed
    if told_total is not None and told_total != total.gross:
        raise TotalsDisagree(told=told_total, computed=total.gross)
    return PricedOrder(tuple(priced), total)
