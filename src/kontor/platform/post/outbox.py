"""News by post: events and the jobs that carry them are written in the transaction of their cause.

Nothing is lost and nothing is told that was rolled back. A job carries the events of one publish call for one
listener and one partition; jobs of one listener and partition share a lock, so the news of an order arrive in order.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from django.db import connection

from kontor.kernel.actor import Actor
from kontor.kernel.news import News
from kontor.platform.models import Event
from kontor.platform.sql.bulk import draw_ids, finish_with, insert_selected

PARTITIONS = 16
# Neighbours share a partition: orders that arrive together have neighbouring ids, so a small batch costs few jobs.
NEIGHBOURS = 64
NEWS_QUEUE = "news"
DELIVER_TASK = "kontor.deliver"


class Listener(Protocol):
    """Hears a bundle of news of one kind, in one transaction that the job opens."""

    def __call__(self, *, news: Sequence[Any], at: datetime, by: Actor) -> None:
        """Do one flow for all of them."""


@dataclass(frozen=True, slots=True)
class Route:
    """Who hears which news."""

    event: type[Any]
    listener: str
    hears: Callable[..., None]


_routes_by_event: dict[str, list[Route]] = {}
_routes_by_listener: dict[str, Route] = {}
_events_by_name: dict[str, type[Any]] = {}


def install_routes(routes: Sequence[Route], unheard: Sequence[type[Any]] = ()) -> None:
    """Take the table of listeners, and the news that nobody hears; wiring calls this once when the program starts."""
    _routes_by_event.clear()
    _routes_by_listener.clear()
    _events_by_name.clear()
    for event in [*(route.event for route in routes), *unheard]:
        _events_by_name[event.__name__] = event
        _routes_by_event.setdefault(event.__name__, [])
    for route in routes:
        _routes_by_event[route.event.__name__].append(route)
        _routes_by_listener[route.listener] = route


def route_of(listener: str) -> Route:
    """Return the route of a listener by its name."""
    return _routes_by_listener[listener]


def list_kinds() -> dict[str, type[Any]]:
    """Return every kind of news by its name."""
    return dict(_events_by_name)


def news_of(name: str, payload: Mapping[str, Any]) -> Any:
    """Build the event object again from its stored form."""
    return _events_by_name[name](**payload)


_INSERT_EVENTS = """
INSERT INTO platform_event (id, name, subject, key, version, payload, at, by)
SELECT id, name, subject, key,
       coalesce((SELECT max(e.version) FROM platform_event e WHERE e.subject = news.subject AND e.key = news.key), 0)
         + row_number() OVER (PARTITION BY subject, key ORDER BY id),
       payload::jsonb, %s::timestamptz, %s::text
  FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::text[])
       AS news(id, name, subject, key, payload)
"""

# What procrastinate's own batch_defer_jobs sends; here it can be the end of the statement that writes the cause.
_DEFER = """
SELECT procrastinate_defer_jobs_v1(ARRAY(
    SELECT ROW(%s, %s, 0, job.lock, NULL, job.args::jsonb, NULL)::procrastinate_job_to_defer_v1
      FROM unnest(%s::text[], %s::text[]) AS job(lock, args)))
"""


def publish(news: Sequence[News], *, at: datetime, by: Actor, event_ids: Sequence[int] | None = None) -> None:
    """Tell: write the events and defer one job per listener and partition, in the caller's transaction.

    The caller holds the lock of the order it tells of (or has just created it), so versions count without gaps.
    ``event_ids`` may be drawn beforehand with the other ids of a batch.
    """
    if not news:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("news are told inside the transaction of their cause")
    ids = list(event_ids) if event_ids is not None else draw_ids({Event: len(news)})[0]
    names = [type(item).__name__ for item in news]
    if strange := set(names) - _routes_by_event.keys():
        raise RuntimeError(f"the table of listeners names no {', '.join(sorted(strange))}: nobody could read it later")
    keys = [item.key for item in news]
    payloads = [json.dumps(_payload(item), default=str) for item in news]
    insert_selected(_INSERT_EVENTS, [at, str(by), ids, names, [item.subject for item in news], keys, payloads])
    bundles: dict[tuple[str, int], list[int]] = defaultdict(list)
    for event_id, name, key in zip(ids, names, keys, strict=True):
        for route in _routes_by_event[name]:
            bundles[route.listener, key // NEIGHBOURS % PARTITIONS].append(event_id)
    if bundles:
        locks = [f"{listener}:{partition}" for listener, partition in bundles]
        arguments = [
            json.dumps({"listener": listener, "event_ids": bundle}) for (listener, _), bundle in bundles.items()
        ]
        finish_with(_DEFER, [NEWS_QUEUE, DELIVER_TASK, locks, arguments])


_field_names: Callable[[Any], tuple[str, ...]] = lru_cache(maxsize=256)(
    lambda event: tuple(field.name for field in fields(event))
)


def _payload(item: News) -> dict[str, Any]:
    return {name: getattr(item, name) for name in _field_names(item.__class__)}
