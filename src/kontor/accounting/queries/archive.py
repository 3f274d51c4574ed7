"""The archive of documents: what is not in it yet, and whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kontor.accounting.models import ArchiveEntry
from kontor.accounting.rules import GENESIS, chain, make_archive_link
from kontor.platform.bulk import select_rows

# Every document that the law wants kept: its kind, its rows, the day on which it was made, and what stands on it with its files.
# ``day`` and ``told`` are asked only for the rows that are chosen.
_KINDS = (
    (
        "invoice", "invoice", "invoicing_invoice doc", "doc.pdf_id IS NOT NULL AND doc.xml_id IS NOT NULL", "doc.issued_on",
        "doc.number, doc.content::text, (SELECT sha256 FROM platform_storedfile WHERE id = doc.pdf_id),"
        " (SELECT sha256 FROM platform_storedfile WHERE id = doc.xml_id)",
    ),
    (
        "received", "received_invoice", "invoicing_receivedinvoice doc", "true", "(doc.at AT TIME ZONE entity.timezone)::date",
        "doc.number, doc.fields::text, (SELECT sha256 FROM platform_storedfile WHERE id = doc.original_id),"
        " (SELECT sha256 FROM platform_storedfile WHERE id = doc.xml_id),"
        " (SELECT string_agg(file.sha256, ',' ORDER BY file.sha256) FROM invoicing_receivedinvoice_attachments link"
        " JOIN platform_storedfile file ON file.id = link.storedfile_id WHERE link.receivedinvoice_id = doc.id)",
    ),
    (
        "reminder", "reminder", "accounting_dunningletter doc", "true", 'doc."on"',
        "doc.order_id, doc.level, doc.open, doc.fee, doc.interest,"
        " (SELECT sha256 FROM platform_storedfile WHERE id = doc.file_id)",
    ),
    (
        "statement", "bank_statement", "payments_bankstatement doc", "true", "(doc.at AT TIME ZONE entity.timezone)::date",
        "doc.account, doc.number, (SELECT sha256 FROM platform_storedfile WHERE id = doc.file_id)",
    ),
    (
        "export", "books", "accounting_bookexport doc", "true", "(doc.at AT TIME ZONE entity.timezone)::date",
        "doc.kind, doc.rows, (SELECT sha256 FROM platform_storedfile WHERE id = doc.file_id)",
    ),
    (
        "transfers", "transfers",
        "(SELECT DISTINCT file.id, intent.legal_entity_id, file.created_at AS at, file.sha256 FROM payments_moneyintent intent"
        " JOIN platform_storedfile file ON file.id = intent.file_id) doc",
        "true", "(doc.at AT TIME ZONE entity.timezone)::date", "doc.sha256",
    ),
)  # fmt: skip


_RECENT = "doc.id > %(after)s"


def _papers(where: str, limit: str = "") -> str:
    """Return the question for documents: those that ``where`` holds for, of each kind so many at most."""
    parts = []
    for place, (name, kind, table, ready, day, told) in enumerate(_KINDS):
        chosen = where.format(name=name, recent=_RECENT if name == "invoice" else "true")
        parts.append(
            f"SELECT '{name}:' || doc.id AS source, '{kind}' AS kind, doc.legal_entity_id, {day} AS made_on,"
            f" {place} AS place, doc.id, encode(sha256(convert_to(concat_ws('|', {told}), 'UTF8')), 'hex') AS evidence"
            f" FROM (SELECT doc.* FROM {table} WHERE {ready} AND {chosen} ORDER BY doc.id {limit}) AS doc"
            " JOIN platform_legalentity entity ON entity.id = doc.legal_entity_id"
        )
    return " UNION ALL ".join(parts)


# Documents get ready a moment after they are made; once a night all are looked at.
RECENT = 100_000
_NOT_KEPT = "NOT EXISTS (SELECT FROM accounting_archiveentry kept WHERE kept.source = '{name}:' || doc.id)"
_NEW = f"{{recent}} AND {_NOT_KEPT}"
_UNARCHIVED = f"""
SELECT source, kind, legal_entity_id, made_on, evidence FROM ({_papers(_NEW, "LIMIT %(most)s")}) AS paper
 ORDER BY made_on, place, id LIMIT %(most)s
"""
_CHANGED = f"""
SELECT kept.source FROM accounting_archiveentry kept
  LEFT JOIN ({_papers("true")}) AS paper ON paper.source = kept.source
 WHERE paper.source IS NULL OR paper.evidence <> kept.evidence ORDER BY kept.id
"""


@dataclass(frozen=True, slots=True)
class PaperToKeep:
    """A document with the fingerprint of what stands on it."""

    source: str
    kind: str
    legal_entity_id: int
    made_on: date
    evidence: str


def list_unarchived(most: int, *, all_of_them: bool = False) -> list[PaperToKeep]:
    """Return documents that are not in the archive yet, the oldest first, so many at most; of the latest ones, or of all."""
    newest = select_rows("SELECT coalesce(max(id), 0) FROM invoicing_invoice")[0][0]
    after = 0 if all_of_them else max(0, newest - RECENT)
    return [PaperToKeep(*row) for row in select_rows(_UNARCHIVED, {"most": most, "after": after})]


def find_broken_archive() -> Iterator[str]:
    """Name every document that was changed or is gone since it was archived, and every broken link of the chain."""
    for (source,) in select_rows(_CHANGED):
        yield f"document {source} was changed or is gone"
    previous: dict[int, tuple[int, str]] = {}
    for row in ArchiveEntry.objects.order_by("legal_entity_id", "sequence").iterator(chunk_size=2_000):
        last, digest = previous.get(row.legal_entity_id, (0, GENESIS))
        link = make_archive_link(
            sequence=row.sequence, source=row.source, kind=row.kind, made_on=row.made_on, keep_until=row.keep_until,
            evidence=row.evidence,
        )  # fmt: skip
        if row.sequence != last + 1:
            yield f"archive entry {row.sequence} follows {last}: one is missing"
        if row.previous != digest or chain([link], row.previous)[0][1] != row.digest:
            yield f"archive entry {row.sequence} ({row.source}) was changed"
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
