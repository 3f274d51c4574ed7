"""The archive of documents: what is not in it yet, and whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kontor.accounting.models import ArchiveEntry
from kontor.accounting.rules import GENESIS, chain, make_archive_link
from kontor.platform.bulk import select_rows

# Every document that the law wants kept, with the fingerprint of what stands on it and of its files.
_PAPERS = """
SELECT 'invoice:' || i.id AS source, 'invoice' AS kind, i.legal_entity_id, i.issued_on AS made_on, 1 AS place, i.id,
       concat_ws('|', i.number, i.content::text, pdf.sha256, xml.sha256) AS told
  FROM invoicing_invoice i JOIN platform_storedfile pdf ON pdf.id = i.pdf_id JOIN platform_storedfile xml ON xml.id = i.xml_id
UNION ALL
SELECT 'received:' || r.id, 'received_invoice', r.legal_entity_id, r.at::date, 2, r.id,
       concat_ws('|', r.number, r.fields::text, original.sha256, xml.sha256)
  FROM invoicing_receivedinvoice r
  JOIN platform_storedfile original ON original.id = r.original_id JOIN platform_storedfile xml ON xml.id = r.xml_id
UNION ALL
SELECT 'reminder:' || l.id, 'reminder', l.legal_entity_id, l."on", 3, l.id,
       concat_ws('|', l.order_id, l.level, l.open, l.fee, l.interest, file.sha256)
  FROM accounting_dunningletter l JOIN platform_storedfile file ON file.id = l.file_id
UNION ALL
SELECT 'statement:' || s.id, 'bank_statement', s.legal_entity_id, s.at::date, 4, s.id,
       concat_ws('|', s.account, s.number, file.sha256)
  FROM payments_bankstatement s JOIN platform_storedfile file ON file.id = s.file_id
UNION ALL
SELECT 'export:' || e.id, 'books', e.legal_entity_id, e.at::date, 5, e.id, concat_ws('|', e.kind, e.rows, file.sha256)
  FROM accounting_bookexport e JOIN platform_storedfile file ON file.id = e.file_id
"""
_UNARCHIVED = f"""
SELECT source, kind, legal_entity_id, made_on, encode(sha256(convert_to(told, 'UTF8')), 'hex')
  FROM ({_PAPERS}) AS paper
 WHERE NOT EXISTS (SELECT FROM accounting_archiveentry kept WHERE kept.source = paper.source)
 ORDER BY made_on, place, id LIMIT %s
"""
_CHANGED = f"""
SELECT kept.source FROM accounting_archiveentry kept
  LEFT JOIN ({_PAPERS}) AS paper ON paper.source = kept.source
 WHERE paper.source IS NULL OR encode(sha256(convert_to(paper.told, 'UTF8')), 'hex') <> kept.evidence
 ORDER BY kept.id
"""


@dataclass(frozen=True, slots=True)
class PaperToKeep:
    """A document with the fingerprint of what stands on it."""

    source: str
    kind: str
    legal_entity_id: int
    made_on: date
    evidence: str


def list_unarchived(most: int) -> list[PaperToKeep]:
    """Return documents that are not in the archive yet, the oldest first, so many at most."""
    return [PaperToKeep(*row) for row in select_rows(_UNARCHIVED, [most])]


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
