"""Record cancellations that a channel told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontor.orders.models import Cancellation
from kontor.platform.sql.bulk import insert_rows


@dataclass(frozen=True, slots=True)
class ToldCancellation:
    """Pieces that a channel says are taken back, tied to their line where that can be told. ``amount`` is negative."""

    channel_id: int
    external_id: str
    line_id: int | None
    sku_code: str
    quantity: int
    amount: Decimal
    outcome: str
    at: datetime


def record_cancellations(*, cancellations: Sequence[ToldCancellation]) -> int:
    """Every cancellation is kept once, tied or said to be untied. Returns how many are new."""
    rows = insert_rows(
        Cancellation,
        {
            "channel": [told.channel_id for told in cancellations],
            "external_id": [told.external_id for told in cancellations],
            "line": [told.line_id for told in cancellations],
            "sku_code": [told.sku_code for told in cancellations],
            "quantity": [told.quantity for told in cancellations],
            "amount": [told.amount for told in cancellations],
            "outcome": [told.outcome for told in cancellations],
            "at": [told.at for told in cancellations],
        },
        tail="ON CONFLICT DO NOTHING RETURNING id",
    )
    return len(rows)
