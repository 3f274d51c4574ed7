"""The front door of the catalogue."""

from kontor.catalog.errors import KitRefused, KitTaxedOtherwise, KitTaxedTooLow, SkuUnknown
from kontor.catalog.models import Barcode, KitPart, Product, Sku, TaxClass
from kontor.catalog.queries import (
    Recipe,
    find_sku_by_scan,
    get_sku,
    list_bins,
    list_kits_taxed,
    list_kits_with,
    list_purchase_prices,
    list_recipes,
    list_sku_codes,
)
from kontor.catalog.rules import check_kit_tax
from kontor.catalog.use_cases.create_products import NewProduct, create_products
from kontor.catalog.use_cases.define_kit import define_kit

__all__ = [
    "Barcode",
    "KitPart",
    "KitRefused",
    "KitTaxedOtherwise",
    "KitTaxedTooLow",
    "NewProduct",
    "Product",
    "Recipe",
    "Sku",
    "SkuUnknown",
    "TaxClass",
    "check_kit_tax",
    "create_products",
    "define_kit",
    "find_sku_by_scan",
    "get_sku",
    "list_bins",
    "list_kits_taxed",
    "list_kits_with",
    "list_purchase_prices",
    "list_recipes",
    "list_sku_codes",
]
