"""Add a picture to a product."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from kontor.catalog.errors import ArticleWrong, ProductUnknown
from kontor.catalog.models import Product, ProductPicture
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes

MOST_PICTURES = 20


def add_picture(*, product_id: int, file_id: int, described: str = "", at: datetime, by: Actor) -> int:
    """A product has up to twenty pictures, the first of which stands for it; the same picture again stays one.

    ``file_id``: a stored picture. Returns its id. Refuses: ProductUnknown, ArticleWrong. Locks: the product.
    """
    if not Product.objects.select_for_update(no_key=True).filter(id=product_id).exists():
        raise ProductUnknown(product=product_id)
    mine = ProductPicture.objects.filter(product_id=product_id)
    known = mine.filter(file_id=file_id).first()
    if known is not None:
        return int(known.pk)
    if mine.count() >= MOST_PICTURES:
        raise ArticleWrong("A product has twenty pictures at most.", field="picture")
    last = mine.aggregate(last=Max("position"))["last"] or 0
    picture = ProductPicture.objects.create(
        product_id=product_id, file_id=file_id, position=last + 1, described=described
    )
    change = Change(product_id, None, {"picture": file_id})
    record_changes(subject="product", verb="add_picture", changes=[change], at=at, by=by)
    return int(picture.pk)
