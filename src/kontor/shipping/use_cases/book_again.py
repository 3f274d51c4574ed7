"""Book a label again."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.shipping.calls import call_labels
from kontor.shipping.models import LabelIntent, LabelState


def book_again(*, intent_id: int, at: datetime, by: Actor) -> bool:
    """A label that the carrier refused is asked for once more, because somebody mended the cause; one that it has not sold yet
    is asked for now. What may have been bought is looked up first.

    Returns whether it waited, and no other one lives for its parcel. Locks: the label.
    """
    waiting = LabelIntent.objects.filter(id=intent_id, state__in=[LabelState.NEW, LabelState.UNKNOWN])
    if waiting.update(not_before=None):
        record_changes(subject="label", verb="book_again", changes=[Change(intent_id, None, None)], at=at, by=by)
        call_labels([intent_id])
        return True
    failed = LabelIntent.objects.select_for_update(no_key=True).filter(id=intent_id, state=LabelState.FAILED).first()
    if failed is None or LabelIntent.objects.exclude(state=LabelState.FAILED).filter(parcel=failed.parcel_id).exists():
        return False
    again = LabelIntent.objects.filter(id=intent_id).update(
        state=LabelState.NEW, problem="", attempts=0, not_before=None, ended_at=None
    )
    if again:
        record_changes(subject="label", verb="book_again", changes=[Change(intent_id, None, None)], at=at, by=by)
        call_labels([intent_id])
    return bool(again)
