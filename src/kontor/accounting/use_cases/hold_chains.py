"""Hold chains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kontor.accounting.rules import Source
from kontor.platform.sql.bulk import select_rows
from kontor.platform.sql.counters import draw_numbers
from kontor.platform.sql.lock_order import note_lock

_POSTED = """
SELECT DISTINCT posting.source_kind, posting.source_id FROM accounting_posting posting
  JOIN unnest(%s::text[], %s::bigint[]) AS asked(kind, id) ON posting.source_kind = asked.kind AND posting.source_id = asked.id
"""


def hold_chains(*, legal_entity_ids: Iterable[int], sources: Sequence[Source]) -> set[Source]:
    """Nobody else posts in these chains until the transaction ends; returns which of the sources are posted.

    Locks: the chains of the legal entities, in their order.
    """
    held = sorted(set(legal_entity_ids))
    note_lock("chains", held)
    for legal_entity_id in held:
        draw_numbers(f"posting:{legal_entity_id}", 0)
    rows = select_rows(_POSTED, [[it.kind for it in sources], [it.id for it in sources]])
    return {Source(kind, found) for kind, found in rows}
