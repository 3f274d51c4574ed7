"""The job runner's side of the outbox: hand a bundle to its listener once, set aside what fails, retry on demand."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError, NotFound
from kontor.platform.models import Delivery, Event, SetAside
from kontor.platform.post.outbox import news_of, route_of
from kontor.platform.sql.blame import is_house_trouble
from kontor.platform.sql.bulk import insert_rows
from kontor.platform.sql.rows import column, read_rows

log = logging.getLogger("kontor.deliveries")


def deliver(listener: str, event_ids: Sequence[int]) -> None:
    """Hand the events to the listener in one transaction; where that fails, halve until the culprit stands alone.

    Idempotent by (event, listener): what was heard before is not heard again. Trouble of the house (database away, disk full,
    locks) is raised, so that the queue tries the whole bundle later.
    """
    try:
        with transaction.atomic():
            _hand_over(listener, event_ids)
    except Exception as failure:
        if is_house_trouble(failure):
            raise
        if len(event_ids) == 1:
            _set_aside(listener, event_ids[0], failure)
            return
        middle = len(event_ids) // 2
        deliver(listener, event_ids[:middle])
        deliver(listener, event_ids[middle:])


def _hand_over(listener: str, event_ids: Sequence[int]) -> None:
    at = read_clock()
    fresh = insert_rows(
        Delivery,
        {"event": list(event_ids), "listener": listener, "at": at},
        tail="ON CONFLICT DO NOTHING RETURNING event_id",
    )
    if not fresh:
        return
    events = Event.objects.filter(id__in=[row[0] for row in fresh]).order_by("id")
    news = [news_of(event.name, event.payload) for event in events]
    route_of(listener).hears(news=news, at=at, by=SYSTEM)


def _set_aside(listener: str, event_id: int, failure: BaseException) -> None:
    code = failure.code if isinstance(failure, KontorError) else f"bug.{type(failure).__name__}"
    # What is not there may be a refusal to whoever asked; a listener was told of it, and that is a fault of ours.
    if not isinstance(failure, KontorError) or isinstance(failure, NotFound):
        log.error("listener %s failed on event %s", listener, event_id, exc_info=failure)
    with transaction.atomic():
        kept, created = SetAside.objects.get_or_create(
            event_id=event_id, listener=listener, closed_at=None,
            defaults={"code": code, "reason": str(failure), "at": read_clock(), "attempts": 1},
        )  # fmt: skip
        if not created:
            kept.code, kept.reason, kept.at, kept.attempts = (
                code,
                str(failure),
                read_clock(),
                kept.attempts + 1,
            )
            kept.save()


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """News that a listener could not follow. ``event``: its name, of ``subject`` with the id ``key``."""

    id: int
    listener: str
    reason: str
    at: datetime
    event: str = column("event__name")
    subject: str = column("event__subject")
    key: int = column("event__key")
    payload: Mapping[str, Any] = column("event__payload")


def list_set_aside(*, most: int) -> list[SetAsideRow]:
    """Return the news that wait for somebody, the newest first."""
    return read_rows(SetAsideRow, SetAside.objects.filter(closed_at=None).order_by("-id")[:most])


def list_set_aside_of(*, subject: str, key: int) -> list[SetAsideRow]:
    """Return what waits of the news about one thing, or about what belongs to it, the newest first."""
    about = Q(event__subject=subject, event__key=key) | Q(**{f"event__payload__{subject}_id": key})
    return read_rows(SetAsideRow, SetAside.objects.filter(about, closed_at=None).order_by("-id")[:10])


def retry_set_aside(set_aside_id: int) -> bool:
    """Hand one piece of news to its listener again; True where it went through this time.

    Refuses: NotFound where it is closed already.
    """
    kept = SetAside.objects.filter(id=set_aside_id, closed_at=None).first()
    if kept is None:
        raise NotFound("This failed job is settled already.", set_aside=set_aside_id)
    deliver(kept.listener, [kept.event_id])
    heard = Delivery.objects.filter(event_id=kept.event_id, listener=kept.listener).exists()
    if heard:
        SetAside.objects.filter(id=set_aside_id).update(closed_at=read_clock())
    return heard
