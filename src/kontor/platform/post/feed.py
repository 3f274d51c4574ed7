"""The feed: all news in one order that never changes, for those who ask what happened since (decision 33).

Ids of events are drawn before their transactions end, so a higher one may be there before a lower one: who remembers the last id
would miss the lower. So events get a place of their own once they are there for good, by one at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Min

from kontor.kernel.errors import Refused
from kontor.platform.models import Event, FeedEntry, FeedMark
from kontor.platform.sql.bulk import execute, insert_rows
from kontor.platform.sql.rows import column, read_rows

# No transaction that tells something lasts longer than this; what is not there by then never comes.
SETTLED_AFTER = timedelta(hours=1)
# Who asks for the first time, or is the first webhook, finds so much in it.
FIRST_DAYS = timedelta(days=1)
# So many events get their place at once.
MOST_PLACED = 10_000

_PLACE = """
INSERT INTO platform_feedentry (place, event_id, placed_at)
SELECT %(last)s + row_number() OVER (ORDER BY id), id, %(at)s
  FROM (SELECT e.id FROM platform_event e
         WHERE e.id > %(settled)s AND NOT EXISTS (SELECT FROM platform_feedentry f WHERE f.event_id = e.id)
         ORDER BY e.id LIMIT %(most)s) fresh
"""


class PlaceGone(Refused):
    """What happened at this place of the feed is not kept any more: read what you need anew, and go on from *oldest*."""

    code = "platform.place_gone"


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A piece of news in the feed. ``subject``, ``key``: what it tells of (order, sku) and that one's id."""

    place: int
    event_id: int
    name: str = column("event__name")
    subject: str = column("event__subject")
    key: int = column("event__key")
    payload: Mapping[str, Any] = column("event__payload")
    at: datetime = column("event__at")
    by: str = column("event__by")


def place_events(*, at: datetime) -> int:
    """Events that are there get their place in the feed. Returns how many did. Locks: the feed; a second one waits."""
    mark = FeedMark.objects.select_for_update(no_key=True).filter(id=1).first() or _begin(at)
    # Places go on where they were, even if all entries were forgotten since.
    told = {"last": mark.last_place, "settled": mark.settled, "at": at, "most": MOST_PLACED}
    done = execute(_PLACE, told)
    mark.last_place += done
    if at - mark.moved_at > SETTLED_AFTER:
        last = FeedEntry.objects.aggregate(last=Max("event_id"))["last"]
        mark.settled, mark.next_settled, mark.moved_at = mark.next_settled, last or mark.next_settled, at
    mark.save()
    return done


def end_of_feed(*, at: datetime) -> int:
    """Return the place behind which all that happens from now on will stand; what was before has its own. Locks: the feed."""
    while place_events(at=at) == MOST_PLACED:
        pass
    return last_place()


def _begin(at: datetime) -> FeedMark:
    before = Event.objects.filter(at__lt=at - FIRST_DAYS).aggregate(last=Max("id"))["last"] or 0
    facts = {"id": 1, "last_place": 0, "settled": before, "next_settled": before, "moved_at": at}
    insert_rows(FeedMark, {name: [it] for name, it in facts.items()}, tail="ON CONFLICT DO NOTHING")
    return FeedMark.objects.select_for_update(no_key=True).get(id=1)


def read_feed(after: int, *, names: Collection[str] = (), most: int) -> list[FeedRow]:
    """Return news behind a place, in their order; 0 is the oldest that is kept. Refuses: PlaceGone where some were forgotten."""
    last = last_place()
    oldest = FeedEntry.objects.aggregate(first=Min("place"))["first"] or last + 1
    # A place that was never given is one of another house, or of this one before its backup was restored.
    if after > last or 0 < after < oldest - 1:
        raise PlaceGone(oldest=oldest - 1)
    rows = FeedEntry.objects.filter(place__gt=after)
    if names:
        rows = rows.filter(event__name__in=names)
    return read_rows(FeedRow, rows.order_by("place")[:most])


def last_place() -> int:
    """Return the last place of the feed, 0 where it has none."""
    return FeedMark.objects.filter(id=1).values_list("last_place", flat=True).first() or 0
