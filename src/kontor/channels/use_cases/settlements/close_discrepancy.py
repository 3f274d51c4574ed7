"""Settle a difference."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.bulk import execute


def close_discrepancy(*, discrepancy_id: int, at: datetime, by: Actor) -> None:
    """A person repaired the difference, or let it be repaired."""
    done = execute(
        "UPDATE channels_discrepancy SET repaired_at = %s WHERE id = %s AND repaired_at IS NULL", [at, discrepancy_id]
    )
    if done:
        record_changes(
            subject="discrepancy", verb="close_discrepancy", changes=[Change(discrepancy_id, None, None)], at=at, by=by
        )
