"""Move pieces of lines from one count to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.kernel.actor import Actor
from kontor.orders.models import EntryKind, NewEntry, write_entries

_FROM = {
    EntryKind.PICKED: "reserved",
    EntryKind.SHIPPED: "picked",
    EntryKind.INVOICED: "",
    EntryKind.CREDITED: "",
    EntryKind.DELIVERED: "",
    EntryKind.RETURNED: "",
}


def move_pieces(*, kind: str, pieces: Sequence[tuple[int, int]], reference: str, at: datetime, by: Actor) -> None:
    """What happened to pieces is written into the ledger of their lines: picked, shipped, invoiced, credited.

    ``pieces``: (line id, quantity). The database refuses more than there is. The caller has locked the orders.
    """
    entry_kind = EntryKind(kind)
    write_entries(
        entries=[NewEntry(line_id, entry_kind, quantity, _FROM[entry_kind]) for line_id, quantity in pieces],
        reference=reference, at=at, by=by,
    )  # fmt: skip
