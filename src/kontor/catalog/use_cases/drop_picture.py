"""Take a picture of a product out."""

from __future__ import annotations

from datetime import datetime

from kontor.catalog.models import ProductPicture
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def drop_picture(*, product_id: int, picture_id: int, at: datetime, by: Actor) -> None:
    """A picture is taken out; the file itself stays where papers and offers may still name it."""
    gone, _rows = ProductPicture.objects.filter(product_id=product_id, id=picture_id).delete()
    if gone:
        change = Change(product_id, {"picture": picture_id}, None)
        record_changes(subject="product", verb="drop_picture", changes=[change], at=at, by=by)
