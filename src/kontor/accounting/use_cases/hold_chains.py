"""Hold chains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kontor.accounting.models import Posting
from kontor.platform.sql.counters import draw_numbers


def hold_chains(*, legal_entity_ids: Iterable[int], sources: Sequence[str]) -> set[str]:
    """Nobody else posts in these chains until the transaction ends; returns which of the sources are posted.

    Locks: the chains of the legal entities, in their order.
    """
    for legal_entity_id in sorted(set(legal_entity_ids)):
        draw_numbers(f"posting:{legal_entity_id}", 0)
    return set(Posting.objects.filter(source__in=sources).values_list("source", flat=True))
