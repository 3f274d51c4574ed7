"""Take an article out that was entered by mistake."""

from __future__ import annotations

from datetime import datetime

from django.db.models import RestrictedError

from kontor.catalog.errors import ArticleUsed, SkuUnknown
from kontor.catalog.models import Product, Sku
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def drop_sku(*, sku_id: int, at: datetime, by: Actor) -> None:
    """What was never sold, stored, offered or part of a kit can be taken out again; the last variant takes its product along.

    Refuses: SkuUnknown, ArticleUsed. Locks: the product.
    """
    sku = Sku.objects.select_related("product").filter(id=sku_id).first()
    if sku is None:
        raise SkuUnknown(sku=sku_id)
    Product.objects.select_for_update(no_key=True).get(id=sku.product_id)
    told = {"code": sku.code, "name": sku.product.name}
    try:
        sku.barcodes.all().delete()
        sku.delete()
    except RestrictedError:
        raise ArticleUsed(sku=told["code"]) from None
    if not Sku.objects.filter(product_id=sku.product_id).exists():
        Product.objects.filter(id=sku.product_id).delete()
    record_changes(subject="sku", verb="drop_sku", changes=[Change(sku_id, told, None)], at=at, by=by)
