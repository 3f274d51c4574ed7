"""Keep what a channel booked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.channels.models import Settlement
from kontor.channels.ports import SettlementEntry
from kontor.platform.sql.bulk import insert_rows


def keep_settlements(*, channel_id: int, entries: Sequence[SettlementEntry], at: datetime) -> int:
    """Each amount that a channel booked is kept once, however often it is told. Returns how many are new."""
    rows = insert_rows(
        Settlement,
        {
            "channel": channel_id,
            "external_id": [entry.external_id[:200] for entry in entries],
            "kind": [entry.kind[:60] for entry in entries],
            "external_order": [entry.order[:200] for entry in entries],
            "amount": [entry.amount for entry in entries],
            "fee": [entry.fee for entry in entries],
            "currency": [entry.currency for entry in entries],
            "booked_at": [entry.booked_at for entry in entries],
            "heard_at": at,
        },
        tail="ON CONFLICT DO NOTHING RETURNING id",
    )
    return len(rows)
