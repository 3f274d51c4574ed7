"""The tables of pricing, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.pricing.models import Price, PriceList, TaxRate, VatCheck

__all__ = [
    "Price",
    "PriceList",
    "TaxRate",
    "VatCheck",
]
