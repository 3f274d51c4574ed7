"""Post entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kontor.accounting.models import Posting
from kontor.accounting.rules import GENESIS, Entry, Source, chain, make_link
from kontor.accounting.use_cases.hold_chains import hold_chains
from kontor.kernel.actor import Actor
from kontor.platform.sql.bulk import insert_rows, select_rows
from kontor.platform.sql.counters import draw_numbers

_LAST = "SELECT digest FROM accounting_posting WHERE legal_entity_id = %s ORDER BY sequence DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class ToPost:
    """The postings of one source (a document, a movement of money), with the fingerprint of what they were derived from."""

    source: Source
    booked_on: date
    order_id: int
    currency: str
    entries: Sequence[Entry]
    evidence: str = ""


def post_entries(*, legal_entity_id: int, batch: Sequence[ToPost], at: datetime, by: Actor) -> int:
    """What was derived is posted once, in one gapless chain for each legal entity. Returns how many postings were made.

    Locks: the chain of the legal entity, last of all.
    """
    known = hold_chains(legal_entity_ids=[legal_entity_id], sources=[it.source for it in batch])
    fresh = [it for it in batch if it.source not in known and it.entries]
    rows = [(it, place, entry) for it in fresh for place, entry in enumerate(it.entries)]
    if not rows:
        return 0
    first = draw_numbers(f"posting:{legal_entity_id}", len(rows))
    before = select_rows(_LAST, [legal_entity_id])
    links = [
        make_link(
            sequence=first + n, source=str(it.source), position=place, booked_on=it.booked_on, currency=it.currency, entry=entry,
            evidence=it.evidence,
        )
        for n, (it, place, entry) in enumerate(rows)
    ]  # fmt: skip
    digests = chain(links, before[0][0] if before else GENESIS)
    insert_rows(
        Posting,
        {
            "legal_entity": [legal_entity_id] * len(rows),
            "sequence": [link.sequence for link in links],
            "source_kind": [it.source.kind for it, _, _ in rows],
            "source_id": [it.source.id for it, _, _ in rows],
            "position": [place for _, place, _ in rows],
            "booked_on": [it.booked_on for it, _, _ in rows],
            "debit": [entry.debit for *_, entry in rows],
            "credit": [entry.credit for *_, entry in rows],
            "amount": [entry.amount for *_, entry in rows],
            "currency": [it.currency for it, _, _ in rows],
            "tax": [entry.tax for *_, entry in rows],
            "rate": [entry.rate for *_, entry in rows],
            "tax_case": [entry.tax_case for *_, entry in rows],
            "country": [entry.country for *_, entry in rows],
            "vat_id": [entry.vat_id for *_, entry in rows],
            "document": [entry.document for *_, entry in rows],
            "due_on": [entry.due_on for *_, entry in rows],
            "supplied_on": [entry.supplied_on for *_, entry in rows],
            "text": [entry.text[:60] for *_, entry in rows],
            "order_id": [it.order_id for it, _, _ in rows],
            "posted_at": at,
            "posted_by": str(by),
            "evidence": [it.evidence for it, _, _ in rows],
            "previous": [previous for previous, _ in digests],
            "digest": [digest for _, digest in digests],
        },
    )
    return len(rows)
