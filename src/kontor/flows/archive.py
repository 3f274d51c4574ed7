"""The archive: documents get their place in the chain once all that belongs to them is written."""

from __future__ import annotations

from datetime import datetime

from kontor.accounting.public import archive_papers, list_unarchived
from kontor.kernel.actor import Actor

MOST = 1_000


def archive_what_is_left(*, at: datetime, by: Actor, all_of_them: bool = False) -> int:
    """Archive documents that are not there yet, so many at most, of the latest ones or of all; returns how many.

    Locks: the chains of the legal entities.
    """
    papers = list_unarchived(MOST, all_of_them=all_of_them)
    return sum(
        archive_papers(
            legal_entity_id=entity_id, papers=[it for it in papers if it.legal_entity_id == entity_id], at=at, by=by
        )
        for entity_id in sorted({it.legal_entity_id for it in papers})
    )
