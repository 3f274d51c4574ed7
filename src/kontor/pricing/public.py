"""The front door of pricing."""

from kontor.pricing.errors import AmountNotInCents, CountryUnknown, CurrencyRefused, TotalsDisagree, VatIdInvalid
from kontor.pricing.models import TaxRate
from kontor.pricing.queries import load_tax_table
from kontor.pricing.rules import (
    CATEGORY,
    MARGIN_CLASS,
    ItemToPrice,
    PricedItem,
    PricedOrder,
    RatePeriod,
    RoundingMode,
    TaxCase,
    TaxDecision,
    TaxFacts,
    TaxTable,
    TaxWhy,
    cents,
    decide_tax,
    is_vat_id,
    price_order,
    round_money,
    spread,
    tax_gross,
    tax_net,
)
from kontor.pricing.use_cases.seed_tax_rates import seed_tax_rates

__all__ = [
    "CATEGORY",
    "MARGIN_CLASS",
    "AmountNotInCents",
    "CountryUnknown",
    "CurrencyRefused",
    "ItemToPrice",
    "PricedItem",
    "PricedOrder",
    "RatePeriod",
    "RoundingMode",
    "TaxCase",
    "TaxDecision",
    "TaxFacts",
    "TaxRate",
    "TaxTable",
    "TaxWhy",
    "TotalsDisagree",
    "VatIdInvalid",
    "cents",
    "decide_tax",
    "is_vat_id",
    "load_tax_table",
    "price_order",
    "round_money",
    "seed_tax_rates",
    "spread",
    "tax_gross",
    "tax_net",
]
