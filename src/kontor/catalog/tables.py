"""The tables of the catalogue, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.catalog.models import (
    Barcode,
    Category,
    EconomicOperator,
    KitPart,
    Product,
    ProductPicture,
    ProductText,
    Sku,
)

__all__ = ["Barcode", "Category", "EconomicOperator", "KitPart", "Product", "ProductPicture", "ProductText", "Sku"]
