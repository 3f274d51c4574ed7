"""The archive of documents: what is not in it yet, and whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kontor.accounting.models import ArchiveEntry
from kontor.accounting.rules import GENESIS, chain, make_archive_link
from kontor.platform.sql.bulk import select_as, select_rows

# Every document that the law wants kept: its kind, its rows, the day on which it was made, and what stands on it with its files.
# ``day`` and ``told`` are asked only for the rows that are chosen.
_KINDS = (
    (
        "invoice", "invoicing_invoice doc", "doc.pdf_id IS NOT NULL AND doc.xml_id IS NOT NULL", "doc.issued_on",
        "doc.number, doc.content::text, (SELECT sha256 FROM platform_storedfile WHERE id = doc.pdf_id),"
        " (SELECT sha256 FROM platform_storedfile WHERE id = doc.xml_id)",
    ),
    (
        "received_invoice", "invoicing_receivedinvoice doc", "true", "(doc.at AT TIME ZONE entity.timezone)::date",
        "doc.number, doc.fields::text, (SELECT sha256 FROM platform_storedfile WHERE id = doc.original_id),"
        " (SELECT sha256 FROM platform_storedfile WHERE id = doc.xml_id),"
        " (SELECT string_agg(file.sha256, ',' ORDER BY file.sha256) FROM invoicing_receivedinvoice_attachments link"
        " JOIN platform_storedfile file ON file.id = link.storedfile_id WHERE link.receivedinvoice_id = doc.id)",
    ),
    (
        "reminder", "accounting_dunningletter doc", "true", 'doc."on"',
        "doc.order_id, doc.level, doc.open, doc.fee, doc.interest,"
        " (SELECT sha256 FROM platform_storedfile WHERE id = doc.file_id)",
    ),
    (
        "bank_statement", "payments_bankstatement doc", "true", "(doc.at AT TIME ZONE entity.timezone)::date",
        "doc.account, doc.number, (SELECT sha256 FROM platform_storedfile WHERE id = doc.file_id)",
    ),
    (
        "books", "accounting_bookexport doc", "true", "(doc.at AT TIME ZONE entity.timezone)::date",
        "doc.kind, doc.rows, (SELECT sha256 FROM platform_storedfile WHERE id = doc.file_id)",
    ),
    (
        "transfers",
        "(SELECT DISTINCT file.id, intent.legal_entity_id, file.created_at AS at, file.sha256 FROM payments_moneyintent intent"
        " JOIN platform_storedfile file ON file.id = intent.file_id WHERE intent.file_id IS NOT NULL) doc",
        "true", "(doc.at AT TIME ZONE entity.timezone)::date", "doc.sha256",
    ),
)  # fmt: skip


ARCHIVE_KINDS = tuple(kind for kind, *_ in _KINDS)
# Documents get ready a moment after they are made; once a night all are looked at.
RECENT = 100_000


def _papers(place: int, chosen: str = "true") -> str:
    """Return the question for the documents of one kind that ``chosen`` holds for."""
    kind, table, ready, day, told = _KINDS[place]
    return (
        f"SELECT '{kind}' AS kind, doc.legal_entity_id, {day} AS made_on, doc.id,"
        f" {place} AS place,"
        f" encode(sha256(convert_to(concat_ws('|', {told}), 'UTF8')), 'hex') AS evidence"
        f" FROM (SELECT doc.* FROM {table} WHERE {ready} AND {chosen}) AS doc"
        " JOIN legal_entities_legalentity entity ON entity.id = doc.legal_entity_id"
    )


def _unarchived(place: int, after: int, most: int) -> str:
    # Numbers and not parameters: the plan must know how few they are.
    return _papers(
        place,
        f"doc.id > {after:d} AND NOT EXISTS (SELECT FROM accounting_archiveentry kept"
        f" WHERE kept.kind = '{ARCHIVE_KINDS[place]}' AND kept.document_id = doc.id) ORDER BY doc.id LIMIT {most:d}",
    )


_COLUMNS = "kind, legal_entity_id, made_on, evidence, id"
_CHANGED = f"""
SELECT kept.kind, kept.document_id FROM accounting_archiveentry kept
  LEFT JOIN ({" UNION ALL ".join(map(_papers, range(len(_KINDS))))}) AS paper
    ON paper.kind = kept.kind AND paper.id = kept.document_id
 WHERE paper.id IS NULL OR paper.evidence <> kept.evidence ORDER BY kept.id
"""


@dataclass(frozen=True, slots=True)
class PaperToKeep:
    """A document with the fingerprint of what stands on it."""

    kind: str
    legal_entity_id: int
    made_on: date
    evidence: str
    id: int


def list_unarchived(most: int) -> list[PaperToKeep]:
    """Return documents that are not in the archive yet, the oldest first, so many at most; of invoices only the latest are
    looked at.
    """
    newest = select_rows("SELECT coalesce(max(id), 0) FROM invoicing_invoice")[0][0]
    after = {"invoice": max(0, newest - RECENT)}
    parts = [_unarchived(place, after.get(kind, 0), most) for place, kind in enumerate(ARCHIVE_KINDS)]
    question = (
        f"SELECT {_COLUMNS} FROM ({' UNION ALL '.join(parts)}) AS paper ORDER BY made_on, place, id LIMIT {most:d}"
    )
    return select_as(PaperToKeep, question)


def list_unarchived_of(kind: str, *, after: int, most: int) -> list[PaperToKeep]:
    """Return the documents of one of ``ARCHIVE_KINDS`` behind an id that are not in the archive yet, so many at most."""
    question = _unarchived(ARCHIVE_KINDS.index(kind), after, most)
    return select_as(PaperToKeep, f"SELECT {_COLUMNS} FROM ({question}) AS paper ORDER BY id")


def find_broken_archive() -> Iterator[str]:
    """Name every document that was changed or is gone since it was archived, and every broken link of the chain."""
    for kind, document_id in select_rows(_CHANGED):
        yield f"document {kind} {document_id} was changed or is gone"
    previous: dict[int, tuple[int, str]] = {}
    for row in ArchiveEntry.objects.order_by("legal_entity_id", "sequence").iterator(chunk_size=2_000):
        last, digest = previous.get(row.legal_entity_id, (0, GENESIS))
        link = make_archive_link(
            sequence=row.sequence, kind=row.kind, document_id=row.document_id, made_on=row.made_on, keep_until=row.keep_until,
            evidence=row.evidence,
        )  # fmt: skip
        if row.sequence != last + 1:
            yield f"archive entry {row.sequence} follows {last}: one is missing"
        if row.previous != digest or chain([link], row.previous)[0][1] != row.digest:
            yield f"archive entry {row.sequence} ({row.kind} {row.document_id}) was changed"
        previous[row.legal_entity_id] = row.sequence, row.digest


@dataclass(frozen=True, slots=True)
class ArchiveHead:
    """How many documents of a legal entity are archived, and the fingerprint that stands for all of them."""

    legal_entity: str
    count: int
    digest: str


def list_archive_heads() -> list[ArchiveHead]:
    """Return the head of each legal entity's chain: written down elsewhere, it proves later that none was changed or added."""
    rows = ArchiveEntry.objects.order_by("legal_entity__code", "-sequence").distinct("legal_entity__code")
    return [ArchiveHead(*row) for row in rows.values_list("legal_entity__code", "sequence", "digest")]
