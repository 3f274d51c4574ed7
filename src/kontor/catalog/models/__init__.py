"""Products and SKUs."""

from kontor.catalog.models.product import (
    Category,
    EnergyClass,
    Operator,
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
    "EnergyClass",
    "KitPart",
    "Operator",
    "Product",
    "ProductPicture",
    "ProductText",
    "Sku",
    "TaxClass",
]
