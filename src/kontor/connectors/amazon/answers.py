"""What Amazon's answers hold: orders, fees, moments."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from kontor.channels.ports import (
    RawOrder,
)
from kontor.connectors.payload import read_time


def as_order(row: Mapping[str, Any]) -> RawOrder:
    """Return an order as it was told, with the moment of its change."""
    changed_at = read_time(row["lastUpdatedTime"], "lastUpdatedTime")
    return RawOrder(row["orderId"], changed_at, json.dumps(row, default=str).encode())


def expired(status: int, body: Any) -> bool:
    """An ended token is answered with 403, like a missing right; only the words tell them apart."""
    faults = body.get("errors", ()) if isinstance(body, Mapping) else ()
    return status in (401, 403) and any("expired" in str(fault.get("details", "")) for fault in faults)


def package_id(reference: str) -> str:
    """Return a number of digits that belongs to our reference for ever."""
    return str(zlib.crc32(reference.encode()) or 1)


def fee_of(row: Mapping[str, Any]) -> Decimal:
    """Return what Amazon kept of a transaction."""
    fees = [part for part in row.get("breakdowns", ()) if "fee" in part["breakdownType"].lower()]
    return sum((Decimal(str(part["breakdownAmount"]["currencyAmount"])) for part in fees), Decimal(0))


def order_of(row: Mapping[str, Any]) -> str:
    """Return the order that a booking belongs to, if it names one."""
    for related in row.get("relatedIdentifiers", ()):
        if related["relatedIdentifierName"] == "ORDER_ID":
            return str(related["relatedIdentifierValue"])
    return ""


def moment(moment: datetime) -> str:
    """Return a moment as Amazon wants it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"
