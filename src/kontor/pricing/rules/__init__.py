"""The pure heart of pricing: how a sale is taxed, what it comes to, and how every cent is placed."""

from kontor.pricing.rules.amounts import (
    RoundingMode,
    TaxRounding,
    cap_purchases,
    cents,
    differs_beyond_rounding,
    round_money,
    spread,
    tax_gross,
    tax_net,
)
from kontor.pricing.rules.orders import ItemToPrice, PricedItem, PricedOrder, Terms, price_order
from kontor.pricing.rules.price_lists import ListPrice, pick_price
from kontor.pricing.rules.rates import MARGIN_CLASS, VOUCHER_CLASS, RatePeriod, TaxTable, is_in_vat_union, vat_territory
from kontor.pricing.rules.tax_case import (
    CATEGORY,
    VOUCHER_CATEGORY,
    TaxCase,
    TaxDecision,
    TaxFacts,
    TaxWhy,
    compact_vat_id,
    decide_tax,
    is_vat_id,
    vat_id_country,
)

__all__ = [
    "CATEGORY",
    "MARGIN_CLASS",
    "VOUCHER_CATEGORY",
    "VOUCHER_CLASS",
    "ItemToPrice",
    "ListPrice",
    "PricedItem",
    "PricedOrder",
    "RatePeriod",
    "RoundingMode",
    "TaxCase",
    "TaxDecision",
    "TaxFacts",
    "TaxRounding",
    "TaxTable",
    "TaxWhy",
    "Terms",
    "cap_purchases",
    "cents",
    "compact_vat_id",
    "decide_tax",
    "differs_beyond_rounding",
    "is_in_vat_union",
    "is_vat_id",
    "pick_price",
    "price_order",
    "round_money",
    "spread",
    "tax_gross",
    "tax_net",
    "vat_id_country",
    "vat_territory",
]
