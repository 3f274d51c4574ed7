"""Enter the number of a real carrier."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.post.outbox import publish
from kontor.shipping.errors import NumberRefused, ParcelUnknown
from kontor.shipping.events import LabelBooked
from kontor.shipping.models import LabelIntent, LabelState, Parcel
from kontor.shipping.rules import CARRIERS, is_number

NOT_WANTED = "The parcel got the number of another label."


def enter_number(*, order_id: int, parcel_id: int, carrier: str, number: str, at: datetime, by: Actor) -> None:
    """A parcel that somebody labelled elsewhere gets the carrier and the number that it has; all that lies in it too.

    Refuses: ParcelUnknown, NumberRefused. Tells: LabelBooked, so that a channel that waited for the number hears it.
    Locks: all that lies in the parcel, by id, then its labels.
    """
    parcel = Parcel.objects.filter(id=parcel_id, order_id=order_id).first()
    if parcel is None:
        raise ParcelUnknown(order=order_id)
    if carrier not in CARRIERS or not is_number(number):
        raise NumberRefused(field="number")
    lead_id = parcel.lead_id or parcel.id
    together = Parcel.objects.filter(Q(id=lead_id) | Q(lead=lead_id)).order_by("id")
    rows = list(together.select_for_update(no_key=True))
    intents = LabelIntent.objects.filter(parcel__in=rows)
    # Locked before they are looked at: a worker that takes one in hand meanwhile waits, or is seen.
    states = {it.state for it in intents.select_for_update(no_key=True).order_by("id")}
    if states & {LabelState.INFLIGHT, LabelState.UNKNOWN}:
        raise NumberRefused("A label is being bought for this parcel; try again in a minute.", field="number")
    # One that was not asked for yet is not bought any more.
    intents.filter(state=LabelState.NEW).update(state=LabelState.FAILED, problem=NOT_WANTED, ended_at=at)
    before = {"carrier": parcel.carrier, "tracking_number": parcel.tracking_number}
    together.update(carrier=carrier, tracking_number=number)
    after = {"carrier": carrier, "tracking_number": number}
    record_changes(
        subject="parcel", verb="enter_number", changes=[Change(row.id, before, after) for row in rows], at=at, by=by
    )
    publish(
        [LabelBooked(order_id=row.order_id, parcel_id=row.id, shipment_id=row.shipment_id) for row in rows],
        at=at,
        by=by,
    )
