"""Define a kit."""

from __future__ import annotations

from collections.abc import Mapping

from kontor.catalog.errors import KitRefused, KitTaxedTooLow
from kontor.catalog.models import KitPart, Product, Sku, TaxClass


def define_kit(*, kit_id: int, parts: Mapping[int, int]) -> None:
    """A kit is sold as one article and reserved as its parts. ``parts``: SKU id → quantity in one kit.

    Refuses: KitRefused without parts, or where a part is a kit itself; KitTaxedTooLow where its parts have different rates and it
    has not the standard one. Orders keep the recipe they were sold with.
    Source: UStAE 10.1 (11): one price for goods of different rates is split, or taxed at the higher rate.
    """
    sku = Sku.objects.select_for_update(no_key=True).get(id=kit_id)
    nested = Sku.objects.filter(id__in=parts, is_kit=True).exists()
    if not parts or nested or kit_id in parts:
        raise KitRefused(sku=sku.code)
    classes = set(Product.objects.filter(skus__in=list(parts)).values_list("tax_class", flat=True))
    if sku.product.tax_class != TaxClass.STANDARD and classes != {sku.product.tax_class}:
        raise KitTaxedTooLow(sku=sku.code)

    KitPart.objects.filter(kit_id=kit_id).delete()
    KitPart.objects.bulk_create(
        KitPart(kit_id=kit_id, part_id=part_id, quantity=quantity) for part_id, quantity in sorted(parts.items())
    )
    Sku.objects.filter(id=kit_id).update(is_kit=True)
