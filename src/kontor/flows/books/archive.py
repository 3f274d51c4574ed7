"""The archive: documents get their place in the chain once all that belongs to them is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.accounting.public import PaperToKeep, archive_papers, list_unarchived, list_unarchived_of
from kontor.kernel.actor import Actor

MOST = 1_000


def archive_what_is_left(*, at: datetime, by: Actor) -> int:
    """Archive documents that are not there yet, so many at most, of the latest ones; returns how many.

    Locks: the chains of the legal entities.
    """
    papers = list_unarchived(MOST)
    _archive(papers, at=at, by=by)
    return len(papers)


def archive_kind(*, kind: str, after: int, at: datetime, by: Actor) -> int | None:
    """Archive documents of one kind behind an id, however old, so many at most; returns the last id, None where all are there.

    Locks: the chains of the legal entities.
    """
    papers = list_unarchived_of(kind, after=after, most=MOST)
    _archive(papers, at=at, by=by)
    return papers[-1].id if papers else None


def _archive(papers: Sequence[PaperToKeep], *, at: datetime, by: Actor) -> None:
    for entity_id in sorted({it.legal_entity_id for it in papers}):
        mine = [it for it in papers if it.legal_entity_id == entity_id]
        archive_papers(legal_entity_id=entity_id, papers=mine, at=at, by=by)
