"""Master data that changes rarely is kept in memory, and read again as soon as any of it changed.

Triggers on the master tables draw a new version; whoever caches reads it first, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from kontor.platform.sql.bulk import select_rows

Loaded = TypeVar("Loaded")

# The settings hold for this transaction: the hot path looks rows up by index. Its plans are kept by the connection, and
# one that was made while a table was small must still be right when the table is large.
_VERSION = """
SELECT coalesce((SELECT last FROM platform_counter WHERE name = 'masters'), 0), current_database(),
       set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
       set_config('enable_mergejoin', 'off', true)
"""


class MasterCache(Generic[Loaded]):
    """Holds what ``load`` returned for one version of the master data."""

    def __init__(self, load: Callable[[], Loaded]) -> None:
        self._load = load
        self._kept: tuple[tuple[int, str], Loaded] | None = None

    def get(self) -> Loaded:
        """Return the data as of now; one cheap statement unless something changed."""
        version = select_rows(_VERSION)[0][:2]
        kept = self._kept
        if kept is None or kept[0] != version:
            kept = (version, self._load())
            self._kept = kept
        return kept[1]
