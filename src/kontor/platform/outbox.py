"""News by post: events and the jobs that carry them are written in the transaction of their cause.

Nothing is lost and nothing is told that was rolled back. A job carries the events of one publish call for one
listener and one partition; jobs of one listener and partition share a lock, so the news of an order arrive in order.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import connection
from procrastinate.contrib.django import app as job_app
from procrastinate.jobs import Job

from kontor.kernel.actor import Actor
from kontor.kernel.news import News
from kontor.platform.bulk import select_rows

PARTITIONS = 16
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


_routes_by_event: dict[str, list[Route]] = defaultdict(list)
_routes_by_listener: dict[str, Route] = {}
_events_by_name: dict[str, type[Any]] = {}


def install_routes(routes: Sequence[Route], unheard: Sequence[type[Any]] = ()) -> None:
    """Take the table of listeners, and the news that nobody hears; wiring calls this once when the program starts."""
    _routes_by_event.clear()
    _routes_by_listener.clear()
    for route in routes:
        _routes_by_event[route.event.__name__].append(route)
        _routes_by_listener[route.listener] = route
        _events_by_name[route.event.__name__] = route.event
    _events_by_name.update((event.__name__, event) for event in unheard)


def route_of(listener: str) -> Route:
    """Return the route of a listener by its name."""
    return _routes_by_listener[listener]


def news_of(name: str, payload: Mapping[str, Any]) -> Any:
    """Build the event object again from its stored form."""
    return _events_by_name[name](**payload)


_INSERT_EVENTS = """
INSERT INTO platform_event (name, subject, key, version, payload, at, by)
SELECT name, subject, key,
       coalesce((SELECT max(e.version) FROM platform_event e WHERE e.subject = news.subject AND e.key = news.key), 0)
         + row_number() OVER (PARTITION BY subject, key ORDER BY ord),
       payload::jsonb, %s, %s
  FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[])
       WITH ORDINALITY AS news(name, subject, key, payload, ord)
RETURNING id, name, key
"""


def publish(news: Sequence[News], *, at: datetime, by: Actor) -> None:
    """Tell: write the events and defer one job per listener and partition, in the caller's transaction.

    The caller holds the lock of the order it tells of (or has just created it), so versions count without gaps.
    """
    if not news:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("news are told inside the transaction of their cause")
    names = [type(item).__name__ for item in news]
    rows = select_rows(
        _INSERT_EVENTS,
        [at, str(by), names, [item.subject for item in news], [item.key for item in news],
         [json.dumps(asdict(item), default=str) for item in news]],
    )  # fmt: skip
    bundles: dict[tuple[str, int], list[int]] = defaultdict(list)
    for event_id, name, key in sorted(rows):
        for route in _routes_by_event[name]:
            bundles[route.listener, key % PARTITIONS].append(event_id)
    if bundles:
        job_app.job_manager.batch_defer_jobs([_bundle(*target, ids) for target, ids in bundles.items()])


def _bundle(listener: str, partition: int, event_ids: list[int]) -> Job:
    return Job(
        queue=NEWS_QUEUE,
        lock=f"{listener}:{partition}",
        queueing_lock=None,
        task_name=DELIVER_TASK,
        task_kwargs={"listener": listener, "event_ids": event_ids},
    )
