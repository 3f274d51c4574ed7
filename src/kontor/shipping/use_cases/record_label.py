"""Record a booked label."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from kontor.kernel.actor import Actor
from kontor.platform.keep.files import store_file
from kontor.platform.models import StoredFile
from kontor.platform.outside.intents import end_row
from kontor.platform.post.outbox import publish
from kontor.shipping.errors import LabelOutOfDate
from kontor.shipping.events import LabelBooked
from kontor.shipping.models import LabelIntent, Parcel
from kontor.shipping.ports import BookedLabel

_SUFFIX = {"application/pdf": "pdf", "application/zpl": "zpl"}
MEDIA_TYPES = frozenset(_SUFFIX)


def record_label(*, intent_id: int, fence: int, booked: BookedLabel, at: datetime, by: Actor) -> None:
    """What the carrier sold us is kept with the parcel and all that is in it; only the owner of the booking may say so.

    Refuses: LabelOutOfDate where the fencing number is not the newest.
    Tells: LabelBooked.
    """
    if not end_row(LabelIntent, intent_id, fence, at=at):
        raise LabelOutOfDate(intent=intent_id)

    parcel = Parcel.objects.get(intents__id=intent_id)
    files: dict[str, StoredFile] = {}
    for file in booked.files:
        suffix = _SUFFIX[file.media_type]
        name = f"{booked.tracking_number}.{suffix}"
        files[suffix] = store_file(file.content, name=name, media_type=file.media_type, at=at)
    together = Parcel.objects.filter(Q(id=parcel.id) | Q(lead=parcel))
    together.update(
        tracking_number=booked.tracking_number,
        return_tracking_number=booked.return_tracking_number,
        pdf=files.get("pdf"),
        zpl=files.get("zpl"),
    )
    publish(
        [
            LabelBooked(order_id=one.order_id, parcel_id=one.id, shipment_id=one.shipment_id)
            for one in together.order_by("id")
        ],
        at=at, by=by,
    )  # fmt: skip
