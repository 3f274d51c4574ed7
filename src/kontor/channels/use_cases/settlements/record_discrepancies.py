"""Write down where a channel's word and ours differ, and learn its ids on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.channels.models import Discrepancy, DiscrepancyKind
from kontor.platform.sql.bulk import execute, insert_rows


@dataclass(frozen=True, slots=True)
class FoundDiscrepancy:
    """One thing on which a channel and we disagree, and why as far as we know."""

    kind: DiscrepancyKind
    key: str
    theirs: str
    ours: str
    cause: str


def record_discrepancies(*, channel_id: int, found: Sequence[FoundDiscrepancy], at: datetime) -> int:
    """A difference stands in the list until it is repaired or gone; the same one stands there once. Returns the new ones."""
    keys = [f"{item.kind.value}:{item.key}" for item in found]
    execute(
        "UPDATE channels_discrepancy SET repaired_at = %s WHERE channel_id = %s AND repaired_at IS NULL"
        " AND NOT (kind || ':' || key = ANY(%s::text[]))",
        [at, channel_id, keys],
    )
    rows = insert_rows(
        Discrepancy,
        {
            "channel": channel_id,
            "kind": [item.kind.value for item in found],
            "key": [item.key[:200] for item in found],
            "theirs": [item.theirs[:200] for item in found],
            "ours": [item.ours[:200] for item in found],
            "cause": [item.cause[:60] for item in found],
            "found_at": at,
        },
        tail="ON CONFLICT DO NOTHING RETURNING id",
    )
    return len(rows)
