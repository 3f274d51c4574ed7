"""Rows of orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from kontor.channels.public import find_channel, get_channels
from kontor.orders.public import find_order_ids, get_orders
from kontor.rest.lists import Row, RowList


class OrderRow(Row):
    """An order in a list."""

    uuid: UUID
    number: str
    channel: str
    external_id: str
    state: str
    currency: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    payment: str
    secured: bool
    tax_case: str
    vat_id: str
    customer: int
    company: str
    name: str
    postal_code: str
    city: str
    country: str
    language: str
    tags: list[str]
    ordered_at: datetime
    placed_at: datetime
    ship_by: datetime | None


def tell_orders(ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return orders by their ids."""
    orders = get_orders(ids)
    channels = get_channels({it.channel_id for it in orders.values()})
    return {
        key: {
            "uuid": it.uuid, "number": it.number, "channel": channels[it.channel_id].code, "external_id": it.external_id,
            "state": it.state, "currency": it.currency, "net": it.net, "tax": it.tax, "gross": it.gross,
            "payment": it.payment, "secured": it.secured_at is not None, "tax_case": it.tax_case, "vat_id": it.vat_id,
            "customer": it.customer_id, "company": it.address.company, "name": it.address.name,
            "postal_code": it.address.postal_code, "city": it.address.city, "country": it.address.country,
            "language": it.language, "tags": it.tags, "ordered_at": it.ordered_at, "placed_at": it.placed_at,
            "ship_by": it.ship_by,
        }
        for key, it in orders.items()
    }  # fmt: skip


def _of_channel(code: str) -> tuple[str, str] | None:
    channel = find_channel(code)
    return ("channel.is", str(channel.id)) if channel else None


def _of_uuids(texts: Sequence[str]) -> dict[str, int]:
    asked = {text: uuid for text in texts if (uuid := _uuid_of(text)) is not None}
    known = find_order_ids(asked.values())
    return {text: known[uuid] for text, uuid in asked.items() if uuid in known}


def _uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


ORDERS = RowList(
    "/orders", "orders", "orders", OrderRow, tell_orders,
    read_keys=_of_uuids,
    aliases={
        "state": lambda text: ("state.is", text), "channel": _of_channel, "external_id": lambda text: ("external_id.is", text),
    },
)  # fmt: skip
