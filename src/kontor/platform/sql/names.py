"""Names that only one may have, though the row that has it is still to be written."""

from __future__ import annotations

from kontor.platform.sql.bulk import execute


def hold_name(name: str) -> None:
    """Nobody else looks whether this name is free until the transaction ends: of two who want it one finds it taken."""
    execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
