"""Which VAT case a sale is: one pure decision, with the reason and what it was decided by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from stdnum.eu import vat as eu_vat

from kontor.pricing.errors import VatIdInvalid
from kontor.pricing.rules.rates import is_in_vat_union, vat_territory


class TaxCase(Enum):
    """The cases of VAT. The value is what is stored."""

    DOMESTIC = "domestic"
    OSS = "oss"
    ORIGIN = "origin"
    REGISTERED = "registered"
    INTRA_COMMUNITY = "intra_community"
    REVERSE_CHARGE = "reverse_charge"
    EXPORT = "export"
    SMALL_BUSINESS = "small_business"
    MARGIN = "margin"
    DEEMED_SUPPLIER = "deemed_supplier"


# The category of EN 16931 (BT-151) and the code of the reason why nothing is taxed (BT-121, list VATEX), where there is one.
CATEGORY = {
    TaxCase.DOMESTIC: ("S", ""), TaxCase.OSS: ("S", ""), TaxCase.ORIGIN: ("S", ""), TaxCase.REGISTERED: ("S", ""),
    TaxCase.INTRA_COMMUNITY: ("K", "VATEX-EU-IC"), TaxCase.REVERSE_CHARGE: ("AE", "VATEX-EU-AE"),
    TaxCase.EXPORT: ("G", "VATEX-EU-G"), TaxCase.SMALL_BUSINESS: ("E", ""), TaxCase.MARGIN: ("E", "VATEX-EU-J"),
    TaxCase.DEEMED_SUPPLIER: ("O", "VATEX-EU-O"),
}  # fmt: skip


# Multi-purpose vouchers among taxed goods: outside of VAT, told as exempt with that reason, because no other category may stand
# beside "O" (BR-O-11).
VOUCHER_CATEGORY = ("E", "VATEX-EU-O")


class TaxWhy(Enum):
    """Why a case was chosen. Each has its sentence in both languages (``backoffice/words.py``)."""

    SMALL_BUSINESS = "small_business"
    MARKETPLACE_OWES = "marketplace_owes"
    SAME_COUNTRY = "same_country"
    STOCK_ABROAD = "stock_abroad"
    STOCK_ABROAD_UNREGISTERED = "stock_abroad_unregistered"
    BUSINESS_ELSEWHERE = "business_elsewhere"
    SERVICE_TO_BUSINESS = "service_to_business"
    CONSUMER_OSS = "consumer_oss"
    CONSUMER_REGISTERED = "consumer_registered"
    CONSUMER_BELOW_THRESHOLD = "consumer_below_threshold"
    LEAVES_THE_UNION = "leaves_the_union"
    OUTSIDE_SELLER = "outside_seller"
    # The goods left from elsewhere than was thought when the order came in, and what was charged then stays.
    AS_AGREED = "as_agreed"


@dataclass(frozen=True, slots=True)
class TaxFacts:
    """What the decision hangs on. Countries are ISO codes; postal codes tell places outside the VAT union.

    ``oss``: the seller reports distance sales through the One-Stop-Shop. ``registered``: countries besides his own in which
    he has a VAT id. ``marketplace_owes``: the channel is the deemed supplier. ``service``: nothing is shipped.
    """

    home: str
    ship_from: str
    ship_to: str
    on: date
    postal_code: str = ""
    vat_id: str = ""
    oss: bool = True
    registered: frozenset[str] = frozenset()
    small_business: bool = False
    marketplace_owes: bool = False
    service: bool = False


@dataclass(frozen=True, slots=True)
class TaxDecision:
    """The case, the country whose rates hold ("" where nothing is taxed), why, and the buyer's VAT id as far as it counts."""

    case: TaxCase
    country: str
    why: TaxWhy
    vat_id: str = ""


def is_vat_id(text: str) -> bool:
    """Whether a VAT id of the EU has the right form and check digits. Whether it is in use, only VIES knows."""
    return bool(text) and eu_vat.is_valid(text)


def compact_vat_id(text: str) -> str:
    """Return a VAT id as registers write it: capitals and digits alone, Greece as EL."""
    plain = "".join(it for it in text.upper() if it.isalnum() or it in "+*")
    return f"EL{plain[2:]}" if plain.startswith("GR") else plain


def vat_id_country(vat_id: str) -> str:
    """Return the member state of a valid VAT id as an ISO code."""
    prefix = eu_vat.compact(vat_id)[:2].upper()
    return "GR" if prefix == "EL" else prefix


# The same buyers' countries come again and again; without its VAT id a sale has few facts.
@lru_cache(maxsize=16_384)
def decide_tax(facts: TaxFacts) -> TaxDecision:
    """Decide the VAT case of a sale.

    Refuses: CountryUnknown for what is no country, VatIdInvalid where the case would hang on a VAT id that is none.
    Sources: §§ 3, 3c, 4 no. 1, 6, 6a, 13b, 18j, 19 UStG; Directive 2006/112/EC,
    articles 14a, 33, 44, 138, 146, 194, 369a.
    """
    to = vat_territory(facts.ship_to, facts.postal_code, facts.on)
    if facts.small_business:
        return TaxDecision(TaxCase.SMALL_BUSINESS, "", TaxWhy.SMALL_BUSINESS)
    if facts.marketplace_owes:
        return TaxDecision(TaxCase.DEEMED_SUPPLIER, "", TaxWhy.MARKETPLACE_OWES)
    start = facts.ship_from
    buyer = vat_id_country(facts.vat_id) if is_vat_id(facts.vat_id) else ""
    if to == start:
        return _within_one_country(facts, to)
    if not is_in_vat_union(start, facts.on):
        return TaxDecision(TaxCase.EXPORT, "", TaxWhy.OUTSIDE_SELLER)
    if not is_in_vat_union(to, facts.on):
        return TaxDecision(TaxCase.EXPORT, "", TaxWhy.LEAVES_THE_UNION)
    if facts.vat_id and not buyer:
        raise VatIdInvalid(vat_id=facts.vat_id)
    if facts.service and buyer and buyer != facts.home:
        return TaxDecision(TaxCase.REVERSE_CHARGE, "", TaxWhy.SERVICE_TO_BUSINESS, compact_vat_id(facts.vat_id))
    if buyer and buyer != start:
        return TaxDecision(TaxCase.INTRA_COMMUNITY, "", TaxWhy.BUSINESS_ELSEWHERE, compact_vat_id(facts.vat_id))
    if to in facts.registered:
        return TaxDecision(TaxCase.REGISTERED, to, TaxWhy.CONSUMER_REGISTERED)
    if facts.oss:
        return TaxDecision(TaxCase.OSS, to, TaxWhy.CONSUMER_OSS)
    return TaxDecision(TaxCase.ORIGIN, start, TaxWhy.CONSUMER_BELOW_THRESHOLD)


def _within_one_country(facts: TaxFacts, country: str) -> TaxDecision:
    if country == facts.home:
        return TaxDecision(TaxCase.DOMESTIC, country, TaxWhy.SAME_COUNTRY)
    known = country in facts.registered
    return TaxDecision(TaxCase.REGISTERED, country, TaxWhy.STOCK_ABROAD if known else TaxWhy.STOCK_ABROAD_UNREGISTERED)
