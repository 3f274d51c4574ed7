"""Messages that came and messages that are told, as lists show them: without their content."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontor.channels.models import ChannelIntent, InboundMessage, Listing
from kontor.platform.sql.rows import column, read_rows


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A message that came from a channel, named by its code; ``subject``: their order; ``code``, ``problem`` why it waits."""

    id: int
    channel: str
    kind: str
    external_id: str
    subject: str
    state: str
    code: str
    problem: str
    attempts: int
    received_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChannelOffer:
    """An article as one channel shows it: price and pieces, as we want them and as the channel last took them."""

    id: int
    channel_sku: str
    price: Decimal | None
    channel: str = column("channel__code")
    sku: str = column("sku__code")
    currency: str = column("channel__currency")
    price_there: Decimal | None = column("offer__published_price")
    price_problem: str | None = column("offer__price_problem")
    wanted: int | None = column("offer__wanted")
    published: int | None = column("offer__published")
    available: int | None = column("offer__available")
    held_back: int | None = column("offer__buffer")
    state: str | None = column("offer__state")
    problem: str | None = column("offer__problem")


def get_offers(ids: Collection[int]) -> dict[int, ChannelOffer]:
    """Return the offers of listings by the ids of these."""
    return {it.id: it for it in read_rows(ChannelOffer, Listing.objects.filter(id__in=ids))}


@dataclass(frozen=True, slots=True)
class ToldRow:
    """Something that a channel is told. ``channel`` is its code; ``external_order`` their order."""

    id: int
    kind: str
    order_id: int
    external_order: str
    state: str
    problem: str
    attempts: int
    due_by: datetime | None
    created_at: datetime
    ended_at: datetime | None
    channel: str = column("channel__code")


def get_inbox(ids: Collection[int]) -> dict[int, InboxRow]:
    """Return messages that came by their ids."""
    return {it.id: it for it in read_rows(InboxRow, InboundMessage.objects.filter(id__in=ids))}


def get_told(ids: Collection[int]) -> dict[int, ToldRow]:
    """Return messages to channels by their ids."""
    return {it.id: it for it in read_rows(ToldRow, ChannelIntent.objects.filter(id__in=ids))}
