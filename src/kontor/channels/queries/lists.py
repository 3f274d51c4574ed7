"""Messages that came and messages that are told, as lists show them: without their content."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kontor.channels.models import ChannelIntent, InboundMessage
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
