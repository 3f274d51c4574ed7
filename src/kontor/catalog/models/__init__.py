"""Products and SKUs."""

from kontor.catalog.models.product import (
    Category,
    EconomicOperator,
    EnergyClass,
    Product,
    ProductPicture,
    ProductText,
    TaxClass,
)
from kontor.catalog.models.sku import Barcode, ContentUnit, KitPart, Sku

__all__ = [
    "Barcode",
    "Category",
    "ContentUnit",
    "EconomicOperator",
    "EnergyClass",
    "KitPart",
    "Product",
    "ProductPicture",
    "ProductText",
    "Sku",
    "TaxClass",
]
