"""Cover short pieces with stock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.models import EntryKind, NewEntry, write_entries


def cover_shortage(*, pieces: Sequence[tuple[int, int]], reference: str, at: datetime, by: Actor) -> None:
    """Short pieces are reserved once there is stock for them. ``pieces``: (line id, quantity). The orders are locked."""
    write_entries(
        entries=[NewEntry(line_id, EntryKind.RESERVED, quantity, "short") for line_id, quantity in pieces],
        reference=reference, at=at, by=by,
    )  # fmt: skip
