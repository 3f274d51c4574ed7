"""Put the pictures of a product in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.catalog.models import Product, ProductPicture
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def order_pictures(*, product_id: int, picture_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """The named pictures stand first, in this order; all others follow as they stood. Locks: the product."""
    list(Product.objects.select_for_update(no_key=True).filter(id=product_id))
    mine = {it.pk: it for it in ProductPicture.objects.filter(product_id=product_id).order_by("position")}
    named = [key for key in dict.fromkeys(picture_ids) if key in mine]
    wanted = [*named, *(key for key in mine if key not in named)]
    if wanted == list(mine):
        return
    for place, key in enumerate(wanted, 1):
        ProductPicture.objects.filter(id=key).update(position=place)
    change = Change(product_id, {"pictures": list(mine)}, {"pictures": wanted})
    record_changes(subject="product", verb="order_pictures", changes=[change], at=at, by=by)
