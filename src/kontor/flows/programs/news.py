"""News as other programs read them: stable kinds, and orders and articles by the names that they know."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kontor.catalog.public import list_sku_codes
from kontor.flows.errors import NewsClosed, NewsUnknown
from kontor.messaging.public import WebhookRow, get_webhook, list_kinds_told
from kontor.orders.public import get_orders
from kontor.platform.post.feed import FeedRow, place_events, read_feed
from kontor.platform.post.outbox import list_kinds

_WORDS = re.compile(r"[A-Z][a-z0-9]*")
# What our own rows are called inside the house, and what is told of each order anyhow.
_INNER = frozenset({"order_id", "sku_id", "alarm_id", "number"})


@dataclass(frozen=True, slots=True)
class ToldNews:
    """A piece of news. ``place``: where it stands in the feed; ``kind``: "order.placed"; ``data``: what is known of it."""

    place: int
    kind: str
    at: datetime
    by: str
    data: Mapping[str, Any]

    def body(self) -> str:
        """Return it as a webhook is told it (Standard Webhooks: type, timestamp, data)."""
        told = {"type": self.kind, "timestamp": self.at.isoformat(), "data": {**self.data, "place": self.place}}
        return json.dumps(told, default=str)


def kind_of(name: str) -> str:
    """Return the kind of news of a class: OrderLinesCancelled is order.lines_cancelled."""
    first, *rest = _WORDS.findall(name)
    return f"{first.lower()}.{'_'.join(rest).lower()}"


def list_news_kinds() -> dict[str, str]:
    """Return every kind of news with the room that tells it."""
    return {kind_of(name): kind.__module__.split(".")[1] for name, kind in sorted(list_kinds().items())}


def names_of(kinds: Collection[str]) -> list[str]:
    """Return what kinds of news are called inside. Refuses: NewsUnknown."""
    known = {kind_of(name): name for name in list_kinds()}
    if unknown := sorted(set(kinds) - set(known)):
        raise NewsUnknown(kind=unknown[0])
    return [known[kind] for kind in kinds]


def check_kinds(kinds: Collection[str], may: Callable[[str], bool]) -> list[str]:
    """Who has a program told something may read it himself; no kind named is every kind. Returns them, each once.

    Refuses: NewsUnknown, NewsClosed.
    """
    known = list_news_kinds()
    names_of(kinds)
    closed = [kind for kind in kinds or known if not may(f"{known[kind]}:read")]
    if closed:
        raise NewsClosed(kind=closed[0], needs=f"{known[closed[0]]}:read")
    return list(dict.fromkeys(kinds))


def check_webhook(webhook_id: int, may: Callable[[str], bool]) -> WebhookRow:
    """Who sees a webhook, or has it told something again, may read all that it hears and all that it was told: old news stay
    behind it when it hears less. Returns it. Refuses: WebhookUnknown, NewsClosed.
    """
    found, known = get_webhook(webhook_id), list_news_kinds()
    check_kinds(found.news, may)
    check_kinds([kind for kind in list_kinds_told(webhook_id) if kind in known] or found.news, may)
    return found


def read_news(after: int, *, kinds: Collection[str], most: int, at: datetime) -> list[ToldNews]:
    """Return the news behind a place of the feed, after all that is there has its place. Refuses: NewsUnknown, PlaceGone.

    Locks: the feed.
    """
    names = names_of(kinds)
    place_events(at=at)
    return tell_news(read_feed(after, names=names, most=most))


def tell_news(rows: Sequence[FeedRow]) -> list[ToldNews]:
    """Return news as other programs read them."""
    orders = get_orders({it.key for it in rows if it.subject == "order"})
    codes = list_sku_codes([it.key for it in rows if it.subject == "sku"])
    told = []
    for it in rows:
        data: dict[str, Any] = {name: value for name, value in it.payload.items() if name not in _INNER}
        if it.subject == "order" and (order := orders.get(it.key)) is not None:
            data |= {"order": str(order.uuid), "order_number": order.number}
        if it.subject == "sku":
            data["sku"] = codes.get(it.key, "")
        told.append(ToldNews(it.place, kind_of(it.name), it.at, it.by, data))
    return told
