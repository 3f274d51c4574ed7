"""When a message of an order was overtaken by a newer one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """A message: of which order of the channel it tells, and when that changed there (None: the channel does not say)."""

    message_id: int
    subject: str
    changed_at: datetime | None


def find_overtaken(coming: Iterable[Mark], closed: Iterable[Mark]) -> set[int]:
    """Return those of the coming messages that a newer one of the same order has overtaken, among them or closed before. Of two
    of the same moment the later one counts; what names no order or no moment is never overtaken.
    """
    told = [mark for mark in coming if mark.subject and mark.changed_at is not None]
    newest: dict[str, tuple[datetime, int]] = {}
    for mark in (*closed, *told):
        if mark.changed_at is not None:
            own = (mark.changed_at, mark.message_id)
            newest[mark.subject] = max(newest.get(mark.subject, own), own)
    return {mark.message_id for mark in told if newest[mark.subject][1] != mark.message_id}
