"""Prepayments that do not come: how long they are waited for."""

from __future__ import annotations

from datetime import datetime, timedelta

# Whoever was reminded has so long from then on, however late he was reminded.
GRACE = timedelta(days=3)
# Whoever was not reminded within so long after his day is not any more: a person looks.
REMINDED_WITHIN = timedelta(days=30)


# A payment that has not come by then stands on the page of what waits, where no clock ends the order.
SEEN_AFTER = timedelta(days=30)


def is_left_to_people(*, opened_at: datetime, days: int, at: datetime) -> bool:
    """Whether somebody has to look at a prepayment: the clock should have ended it long ago (``days`` of the sales channel), or
    never does.
    """
    return at >= opened_at + max(SEEN_AFTER, timedelta(days=days) + 2 * GRACE)


def is_to_remind(*, opened_at: datetime, days: int, at: datetime) -> bool:
    """Whether a buyer is reminded now; ``days`` of his sales channel, 0: never."""
    due = opened_at + timedelta(days=days)
    return bool(days) and due <= at < due + REMINDED_WITHIN


def ends_at(*, opened_at: datetime, days: int, reminded_at: datetime) -> datetime:
    """Return until when the goods are kept for a buyer who was reminded."""
    return max(opened_at + timedelta(days=days), reminded_at + GRACE)
