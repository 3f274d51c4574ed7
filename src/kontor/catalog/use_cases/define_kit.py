"""Define a kit."""

from __future__ import annotations

from collections.abc import Mapping

from kontor.catalog.errors import KitRefused
from kontor.catalog.models import KitPart, Product, Sku
from kontor.catalog.queries import hold_skus
from kontor.catalog.rules import check_kit_tax


def define_kit(*, kit_id: int, parts: Mapping[int, int]) -> None:
    """A kit is sold as one article and reserved as its parts. ``parts``: SKU id → quantity in one kit.

    Refuses: KitRefused without parts, where a part is a kit itself, and for an article that is none: its pieces would lie there
    and be sold no more; KitTaxedTooLow, KitTaxedOtherwise. Orders keep the recipe they were sold with.
    """
    # All at once, in their order: of two kits that name each other one finds what the other is.
    hold_skus([kit_id, *parts])
    sku = Sku.objects.select_related("product").get(id=kit_id)
    nested = Sku.objects.filter(id__in=parts, is_kit=True).exists()
    inside = KitPart.objects.filter(part_id=kit_id).exists()
    if not parts or nested or kit_id in parts or inside or not sku.is_kit:
        raise KitRefused(sku=sku.code)
    classes = Product.objects.filter(skus__in=list(parts)).values_list("tax_class", flat=True)
    check_kit_tax(kit=sku.product.tax_class, parts=set(classes))

    KitPart.objects.filter(kit_id=kit_id).delete()
    KitPart.objects.bulk_create(
        KitPart(kit_id=kit_id, part_id=part_id, quantity=quantity) for part_id, quantity in sorted(parts.items())
    )
