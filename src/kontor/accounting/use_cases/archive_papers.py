"""Archive documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontor.accounting.models import ArchiveEntry
from kontor.accounting.queries import PaperToKeep
from kontor.accounting.rules import GENESIS, chain, keep_until, make_archive_link
from kontor.kernel.actor import Actor
from kontor.platform.sql.bulk import insert_rows, select_rows
from kontor.platform.sql.counters import draw_numbers
from kontor.platform.sql.lock_order import note_lock

_LAST = "SELECT digest FROM accounting_archiveentry WHERE legal_entity_id = %s ORDER BY sequence DESC LIMIT 1"


def archive_papers(*, legal_entity_id: int, papers: Sequence[PaperToKeep], at: datetime, by: Actor) -> int:
    """Every document that must be kept has its place in one gapless chain for each legal entity, with the last day on which it
    must be there; what is changed or taken out later breaks it.

    Returns how many are new. Locks: the chain of the legal entity. Source: § 146 (4), § 147 AO; GoBD 107 ff.
    """
    counter = f"archive:{legal_entity_id}"
    draw_numbers(counter, 0)  # from here on nobody else archives in this chain
    note_lock("chains", [legal_entity_id])
    rows = ArchiveEntry.objects.filter(kind__in={it.kind for it in papers}, document_id__in={it.id for it in papers})
    known = set(rows.values_list("kind", "document_id"))
    fresh = [it for it in papers if (it.kind, it.id) not in known]
    if not fresh:
        return 0
    first = draw_numbers(counter, len(fresh))
    before = select_rows(_LAST, [legal_entity_id])
    kept = [keep_until(it.kind, it.made_on) for it in fresh]
    links = [
        make_archive_link(
            sequence=first + n,
            kind=it.kind,
            document_id=it.id,
            made_on=it.made_on,
            keep_until=until,
            evidence=it.evidence,
        )
        for n, (it, until) in enumerate(zip(fresh, kept, strict=True))
    ]
    digests = chain(links, before[0][0] if before else GENESIS)
    insert_rows(
        ArchiveEntry,
        {
            "legal_entity": [legal_entity_id] * len(fresh),
            "sequence": [link.sequence for link in links],
            "kind": [it.kind for it in fresh],
            "document_id": [it.id for it in fresh],
            "made_on": [it.made_on for it in fresh],
            "keep_until": kept,
            "evidence": [it.evidence for it in fresh],
            "previous": [previous for previous, _ in digests],
            "digest": [digest for _, digest in digests],
            "at": at,
            "by": str(by),
        },
    )
    return len(fresh)
