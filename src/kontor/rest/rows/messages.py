"""Rows of what goes between the house, its channels and its buyers, and of the trail."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kontor.channels.public import get_inbox, get_told
from kontor.messaging.public import get_mails
from kontor.orders.public import get_orders
from kontor.platform.keep.audit import get_entries
from kontor.rest.lists import Row, RowList


class InboxRow(Row):
    """A message of a channel. ``subject``: their order; ``code``, ``problem``: why it waits."""

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


class ToldRow(Row):
    """Something that a channel is told of an order."""

    id: int
    channel: str
    kind: str
    order: UUID | None
    external_order: str
    state: str
    problem: str
    attempts: int
    due_by: datetime | None
    created_at: datetime
    ended_at: datetime | None


class MailRow(Row):
    """A mail to a buyer."""

    id: int
    kind: str
    order: UUID | None
    language: str
    recipient: str
    subject: str
    state: str
    problem: str
    written_at: datetime
    sent_at: datetime | None


class TrailRow(Row):
    """Who changed what, from what to what."""

    id: int
    at: datetime
    by: str
    verb: str
    subject: str
    key: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def _plain(rows: Mapping[int, Any]) -> dict[int, dict[str, Any]]:
    return {key: {it.name: getattr(row, it.name) for it in dataclasses.fields(row)} for key, row in rows.items()}


def _with_orders(rows: Mapping[int, Any]) -> Mapping[int, Mapping[str, Any]]:
    orders = get_orders({row.order_id for row in rows.values() if row.order_id})
    told = _plain(rows)
    for key, row in rows.items():
        order = orders.get(row.order_id)
        told[key]["order"] = order.uuid if order else None
    return told


def tell_inbox(ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return messages of channels by their ids."""
    return _plain(get_inbox(ids))


def tell_told(ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return what channels are told by its ids."""
    return _with_orders(get_told(ids))


def tell_mails(ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return mails by their ids."""
    return _with_orders(get_mails(ids))


def tell_trail(ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return entries of the trail by their ids."""
    return _plain(get_entries(ids))


INBOX = RowList("/inbox", "messages", "inbox", InboxRow, tell_inbox)
TOLD = RowList("/told", "told", "told", ToldRow, tell_told)
MAILS = RowList("/mails", "mails", "mails", MailRow, tell_mails)
TRAIL = RowList("/trail", "entries", "trail", TrailRow, tell_trail)
