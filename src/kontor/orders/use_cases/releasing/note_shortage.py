"""Note that reserved pieces are missing after all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.models import EntryKind, NewEntry, write_entries


def note_shortage(*, pieces: Sequence[tuple[int, int]], reference: str, at: datetime, by: Actor) -> None:
    """Pieces that were promised and are not there are short from now on, visible to everybody.

    ``pieces``: (line id, quantity). The caller has locked the orders.
    """
    write_entries(
        entries=[NewEntry(line_id, EntryKind.SHORT, quantity, "reserved") for line_id, quantity in pieces],
        reference=reference, at=at, by=by,
    )  # fmt: skip
