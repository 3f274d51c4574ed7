"""The tables of catalog, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.catalog.models import Barcode, KitPart, Product, Sku

__all__ = [
    "Barcode",
    "KitPart",
    "Product",
    "Sku",
]
