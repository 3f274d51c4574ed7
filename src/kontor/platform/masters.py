"""Master data that changes rarely is kept in memory, and read again as soon as any of it changed.

Triggers on the master tables raise the counter ``masters``; whoever caches reads it first, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from kontor.platform.bulk import select_rows

Loaded = TypeVar("Loaded")

MASTER_TABLES = (
    "platform_legalentity", "channels_channel", "locations_location", "locations_closedday", "pricing_taxrate",
    "sourcing_sourcingrule", "sourcing_sourcingcosts",
)  # fmt: skip


class MasterCache(Generic[Loaded]):
    """Holds what ``load`` returned for one version of the master data."""

    def __init__(self, load: Callable[[], Loaded]) -> None:
        self._load = load
        self._kept: tuple[tuple[int, str], Loaded] | None = None

    def get(self) -> Loaded:
        """Return the data as of now; one cheap statement unless something changed."""
        version = select_rows(
            "SELECT coalesce((SELECT last FROM platform_counter WHERE name = 'masters'), 0), current_database()"
        )[0]
        kept = self._kept
        if kept is None or kept[0] != version:
            kept = (version, self._load())
            self._kept = kept
        return kept[1]
