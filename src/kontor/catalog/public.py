"""The front door of the catalogue."""

from kontor.catalog.errors import KitRefused, KitTaxedOtherwise, KitTaxedTooLow, SkuUnknown
from kontor.catalog.models import (
    TaxClass,
)
from kontor.catalog.queries import (
    ArticleRow,
    Recipe,
    find_sku_by_scan,
    find_skus,
    get_sku,
    list_articles_after,
    list_bins,
    list_kits_taxed,
    list_kits_with,
    list_own_prices,
    list_purchase_prices,
    list_recipes,
    list_sku_codes,
    list_sku_ids,
)
from kontor.catalog.rules import check_kit_tax
from kontor.catalog.use_cases.create_products import NewProduct, create_products
from kontor.catalog.use_cases.define_kit import define_kit

__all__ = [
    "ArticleRow",
    "KitRefused",
    "KitTaxedOtherwise",
    "KitTaxedTooLow",
    "NewProduct",
    "Recipe",
    "SkuUnknown",
    "TaxClass",
    "check_kit_tax",
    "create_products",
    "define_kit",
    "find_sku_by_scan",
    "find_skus",
    "get_sku",
    "list_articles_after",
    "list_bins",
    "list_kits_taxed",
    "list_kits_with",
    "list_own_prices",
    "list_purchase_prices",
    "list_recipes",
    "list_sku_codes",
    "list_sku_ids",
]
