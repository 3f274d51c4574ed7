"""The chain of postings: each holds the fingerprint of the one before, so that none can be changed or left out unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kontor.accounting.rules.postings import Entry

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """What of a posting goes into its fingerprint, as text in a fixed order."""

    sequence: int
    facts: tuple[str, ...]


def make_link(
    *, sequence: int, source: str, position: int, booked_on: date, currency: str, entry: Entry, evidence: str
) -> Link:
    """Return what of a posting its fingerprint covers: everything that the books rest on."""
    return Link(
        sequence,
        (
            source, str(position), booked_on.isoformat(), str(entry.debit), str(entry.credit), f"{entry.amount:.4f}", currency,
            f"{entry.tax:.4f}", f"{entry.rate:.2f}", entry.tax_case, entry.country, entry.vat_id, entry.document, evidence,
        ),
    )  # fmt: skip


# How a kind of document is called in its fingerprint, where that is not its own name.
_NAMES = {"received_invoice": "received", "bank_statement": "statement", "books": "export"}


def make_archive_link(
    *, sequence: int, kind: str, document_id: int, made_on: date, keep_until: date, evidence: str
) -> Link:
    """Return what of an archived document its fingerprint covers."""
    name = f"{_NAMES.get(kind, kind)}:{document_id}"
    return Link(sequence, (name, kind, made_on.isoformat(), keep_until.isoformat(), evidence))


def chain(links: Iterable[Link], previous: str = GENESIS) -> list[tuple[str, str]]:
    """Return (previous, digest) of each link, in their order. SHA-256 over previous, sequence and facts as JSON."""
    found = []
    for link in links:
        text = json.dumps([previous, link.sequence, *link.facts], ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.sha256(text.encode()).hexdigest()
        found.append((previous, digest))
        previous = digest
    return found
