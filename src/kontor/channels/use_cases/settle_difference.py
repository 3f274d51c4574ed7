"""Settle a difference."""

from __future__ import annotations

from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.bulk import execute


def settle_difference(*, difference_id: int, at: datetime, by: Actor) -> None:
    """A person repaired the difference, or let it be repaired."""
    done = execute(
        "UPDATE channels_difference SET repaired_at = %s WHERE id = %s AND repaired_at IS NULL", [at, difference_id]
    )
    if done:
        record_changes(
            subject="difference", verb="settle_difference", changes=[Change(difference_id, None, None)], at=at, by=by
        )
