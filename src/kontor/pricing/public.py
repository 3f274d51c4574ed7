"""The front door of pricing."""

from kontor.pricing.errors import (
    AmountNotInCents,
    CountryUnknown,
    CurrencyRefused,
    PriceMissing,
    TotalsDisagree,
    VatIdInvalid,
)
from kontor.pricing.events import VatIdChecked
from kontor.pricing.models import Price, PriceList, TaxRate, VatCheck
from kontor.pricing.ports import VatAnswer
from kontor.pricing.queries import find_vat_check, list_prices, list_vat_checks, load_tax_table
from kontor.pricing.rules import (
    CATEGORY,
    MARGIN_CLASS,
    ItemToPrice,
    ListPrice,
    PricedItem,
    PricedOrder,
    RatePeriod,
    RoundingMode,
    TaxCase,
    TaxDecision,
    TaxFacts,
    TaxRounding,
    TaxTable,
    TaxWhy,
    cents,
    decide_tax,
    is_vat_id,
    part_margin,
    pick_price,
    price_order,
    round_money,
    spread,
    tax_gross,
    tax_net,
)
from kontor.pricing.use_cases.keep_vat_check import keep_vat_check
from kontor.pricing.use_cases.seed_tax_rates import seed_tax_rates

# The job that asks the register.
VAT_CHECK_TASK = "kontor.check_vat_id"

__all__ = [
    "CATEGORY",
    "MARGIN_CLASS",
    "VAT_CHECK_TASK",
    "AmountNotInCents",
    "CountryUnknown",
    "CurrencyRefused",
    "ItemToPrice",
    "ListPrice",
    "Price",
    "PriceList",
    "PriceMissing",
    "PricedItem",
    "PricedOrder",
    "RatePeriod",
    "RoundingMode",
    "TaxCase",
    "TaxDecision",
    "TaxFacts",
    "TaxRate",
    "TaxRounding",
    "TaxTable",
    "TaxWhy",
    "TotalsDisagree",
    "VatAnswer",
    "VatCheck",
    "VatIdChecked",
    "VatIdInvalid",
    "cents",
    "decide_tax",
    "find_vat_check",
    "is_vat_id",
    "keep_vat_check",
    "list_prices",
    "list_vat_checks",
    "load_tax_table",
    "part_margin",
    "pick_price",
    "price_order",
    "round_money",
    "seed_tax_rates",
    "spread",
    "tax_gross",
    "tax_net",
]
