"""The front door of pricing."""

from kontor.pricing.errors import AmountNotInCents, CountryUnknown, CurrencyRefused, TotalsDisagree
from kontor.pricing.models import TaxRate
from kontor.pricing.queries import load_tax_table
from kontor.pricing.rules import (
    ItemToPrice,
    PricedItem,
    PricedOrder,
    RoundingMode,
    TaxSituation,
    TaxTable,
    price_order,
    round_money,
    tax_gross,
    tax_net,
)
from kontor.pricing.use_cases.seed_tax_rates import seed_tax_rates

__all__ = [
    "AmountNotInCents",
    "CountryUnknown",
    "CurrencyRefused",
    "ItemToPrice",
    "PricedItem",
    "PricedOrder",
    "RoundingMode",
    "TaxRate",
    "TaxSituation",
    "TaxTable",
    "TotalsDisagree",
    "load_tax_table",
    "price_order",
    "round_money",
    "seed_tax_rates",
    "tax_gross",
    "tax_net",
]
