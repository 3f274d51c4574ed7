"""The front door of the catalogue."""

from kontor.catalog.errors import (
    ArticleUsed,
    ArticleWrong,
    CodeTaken,
    KitRefused,
    KitTaxedOtherwise,
    KitTaxedTooLow,
    ProductUnknown,
    SkuUnknown,
    SoldOtherwise,
    VariantTaken,
)
from kontor.catalog.models import (
    ContentUnit,
    EnergyClass,
    TaxClass,
)
from kontor.catalog.queries import (
    ArticleFacts,
    ArticleRow,
    Recipe,
    check_sold_as_read,
    find_alike,
    find_sku_by_scan,
    find_skus,
    get_article_facts,
    get_articles,
    get_sku,
    hold_product,
    hold_skus,
    list_barcodes,
    list_bins,
    list_kits_taxed,
    list_kits_with,
    list_own_prices,
    list_purchase_prices,
    list_recipes,
    list_sku_codes,
    list_sku_ids,
    stay_as_read,
    stay_skus,
)
from kontor.catalog.rules import base_price, check_kit_tax, is_mistyped_gtin
from kontor.catalog.use_cases.add_picture import MOST_PICTURES, add_picture
from kontor.catalog.use_cases.create_products import NewProduct, create_products
from kontor.catalog.use_cases.define_kit import define_kit
from kontor.catalog.use_cases.drop_picture import drop_picture
from kontor.catalog.use_cases.drop_sku import drop_sku
from kontor.catalog.use_cases.keep_category import keep_category
from kontor.catalog.use_cases.keep_economic_operator import NewEconomicOperator, keep_economic_operator
from kontor.catalog.use_cases.keep_product import ProductFacts, keep_product
from kontor.catalog.use_cases.keep_sku import SkuFacts, keep_sku
from kontor.catalog.use_cases.keep_text import LANGUAGES, keep_text
from kontor.catalog.use_cases.make_variants import make_variants
from kontor.catalog.use_cases.order_pictures import order_pictures

__all__ = [
    "LANGUAGES",
    "MOST_PICTURES",
    "ArticleFacts",
    "ArticleRow",
    "ArticleUsed",
    "ArticleWrong",
    "CodeTaken",
    "ContentUnit",
    "EnergyClass",
    "KitRefused",
    "KitTaxedOtherwise",
    "KitTaxedTooLow",
    "NewEconomicOperator",
    "NewProduct",
    "ProductFacts",
    "ProductUnknown",
    "Recipe",
    "SkuFacts",
    "SkuUnknown",
    "SoldOtherwise",
    "TaxClass",
    "VariantTaken",
    "add_picture",
    "base_price",
    "check_kit_tax",
    "check_sold_as_read",
    "create_products",
    "define_kit",
    "drop_picture",
    "drop_sku",
    "find_alike",
    "find_sku_by_scan",
    "find_skus",
    "get_article_facts",
    "get_articles",
    "get_sku",
    "hold_product",
    "hold_skus",
    "is_mistyped_gtin",
    "keep_category",
    "keep_economic_operator",
    "keep_product",
    "keep_sku",
    "keep_text",
    "list_barcodes",
    "list_bins",
    "list_kits_taxed",
    "list_kits_with",
    "list_own_prices",
    "list_purchase_prices",
    "list_recipes",
    "list_sku_codes",
    "list_sku_ids",
    "make_variants",
    "order_pictures",
    "stay_as_read",
    "stay_skus",
]
