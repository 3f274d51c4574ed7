"""Which VAT territory a place belongs to, and which rate holds there on a day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kontor.kernel.money import ZERO
from kontor.pricing.errors import CountryUnknown

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

# Member states of the EU's VAT territory with a two-letter code; Greece as GR.
_EU = frozenset("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split())
_UK_LEFT = date(2021, 1, 1)  # end of the transition period
# Places of member states outside the VAT territory, by postal code. Source: Directive 2006/112/EC, article 6.
_OUTSIDE = {
    "DE": re.compile(r"27498|78266"),  # Helgoland, Büsingen
    "ES": re.compile(r"35\d{3}|38\d{3}|51\d{3}|52\d{3}"),  # Canary Islands, Ceuta, Melilla
    "IT": re.compile(r"23041|22061"),  # Livigno, Campione
    "FI": re.compile(r"22\d{3}"),  # Åland
    "FR": re.compile(r"97\d{3}|98[6-8]\d{2}"),  # overseas; 98000 is Monaco
    "GR": re.compile(r"63086"),  # Mount Athos
}
# Monaco counts as France, the Isle of Man as the United Kingdom (article 7); Northern Ireland is in for goods.
_COUNTS_AS = {"MC": "FR", "IM": "GB"}
# "D-78266", "AX-22100": the country before the code is part of how it is written, not of the code.
_PREFIX = re.compile(r"^[A-Z]{1,3}[\s-]*(?=\d)")
_NORTHERN_IRELAND = re.compile(r"BT\d", re.IGNORECASE)
NORTHERN_IRELAND = "XI"


def is_in_vat_union(country: str, on: date) -> bool:
    """Whether a territory belonged to the EU's VAT territory on that day; Northern Ireland (XI) does for goods."""
    return country in _EU or country == NORTHERN_IRELAND or (country == "GB" and on < _UK_LEFT)


def vat_territory(country: str, postal_code: str, on: date) -> str:
    """Return the territory whose VAT applies at an address: a country, XI for Northern Ireland, or "" for a place of a member
    state that lies outside the VAT union.

    Refuses: CountryUnknown for what is no country.
    """
    if country not in ISO_COUNTRIES:
        raise CountryUnknown(country=country)
    country = _COUNTS_AS.get(country, country)
    if country == "GB" and on >= _UK_LEFT and _NORTHERN_IRELAND.match(postal_code.strip()):
        return NORTHERN_IRELAND
    outside = _OUTSIDE.get(country)
    return (
        "" if outside and outside.fullmatch(_PREFIX.sub("", postal_code.strip().upper()).replace(" ", "")) else country
    )


def crosses_customs(start: tuple[str, str], goal: tuple[str, str], on: date) -> bool:
    """Whether customs look at goods on their way, from and to a country and postal code: not within the VAT union, and not within
    one place outside it. Source: Directive 2006/112/EC, articles 5 to 7 and 30.
    """
    places = [vat_territory(country, postal_code, on) for country, postal_code in (start, goal)]
    if all(is_in_vat_union(it, on) for it in places):
        return False
    return places[0] != places[1] or start[0] != goal[0]


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

    def rate(self, country: str, tax_class: str, on: date) -> Decimal:
        """Return the rate of a country in percent; what is sold by the margin shows none.

        Refuses: CountryUnknown where nobody entered a rate.
        """
        if tax_class in (MARGIN_CLASS, VOUCHER_CLASS):
            return ZERO
        for period in self.periods.get(("GB" if country == NORTHERN_IRELAND else country, tax_class), ()):
            if period.valid_from <= on and (period.valid_to is None or on < period.valid_to):
                return period.rate
        raise CountryUnknown("There is no VAT rate for this country and day; enter it, then replay.", country=country)


# Used goods bought from people who could show no VAT: only the margin is taxed, and no VAT stands on the invoice (§ 25a UStG).
MARGIN_CLASS = "margin"
# Multi-purpose vouchers: money changed into a promise, which is taxed once it is known for what (§ 3 (15) UStG).
VOUCHER_CLASS = "voucher"
