"""Settle a difference."""

from __future__ import annotations

from datetime import datetime

from kontor.platform.bulk import execute


def settle_difference(*, difference_id: int, at: datetime) -> None:
    """A person repaired the difference, or let it be repaired."""
    execute(
        "UPDATE channels_difference SET repaired_at = %s WHERE id = %s AND repaired_at IS NULL", [at, difference_id]
    )
