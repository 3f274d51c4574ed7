"""Export the books."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from kontor.accounting.errors import DatevNumbersMissing, ExchangeRateMissing, NothingToExport, OneYearOnly
from kontor.accounting.models import BookExport, Debtor
from kontor.accounting.queries import find_rate, list_rows
from kontor.accounting.rules import DatevHeader, DatevRow, write_debtors, write_postings
from kontor.kernel.actor import Actor
from kontor.legal_entities.public import get_legal_entity
from kontor.platform.keep.files import store_file


@dataclass(frozen=True, slots=True)
class ExportedBooks:
    """A file that was handed out: so many rows, under this fingerprint."""

    id: int
    rows: int
    sha256: str


def export_books(
    *, legal_entity_id: int, first_on: date, last_on: date, kind: str, at: datetime, by: Actor
) -> ExportedBooks:
    """The tax adviser gets the postings of a period (``postings``) or the debtors (``debtors``) as a DATEV file, which is
    kept as it was handed out.

    Foreign currencies go with the month's rate. Refuses: DatevNumbersMissing, OneYearOnly, NothingToExport,
    ExchangeRateMissing. Source: section 16(6) UStG for the monthly average rates.
    """
    entity = get_legal_entity(legal_entity_id)
    if not (entity.datev_consultant and entity.datev_client):
        raise DatevNumbersMissing(legal_entity=entity.code)
    if first_on.year != last_on.year:
        raise OneYearOnly(first=first_on, last=last_on)
    header = DatevHeader(
        entity.datev_consultant, entity.datev_client, at, date(first_on.year, 1, 1), first_on, last_on,
        f"Kontor {first_on:%m/%Y}", entity.currency,
    )  # fmt: skip
    if kind == "debtors":
        debtors = list(
            Debtor.objects.filter(legal_entity_id=entity.id).order_by("number").values_list("number", "name")
        )
        content, count = write_debtors(header, debtors), len(debtors)
    else:
        rows = [_rated(row, entity.currency) for row in list_rows(legal_entity_id, first_on, last_on)]
        content, count = write_postings(header, rows), len(rows)
    if not count:
        raise NothingToExport(first=first_on, last=last_on)
    name = f"EXTF_{'Debitoren' if kind == 'debtors' else 'Buchungsstapel'}_{entity.code}_{first_on:%Y%m%d}_{last_on:%Y%m%d}.csv"
    stored = store_file(content, name=name, media_type="text/csv", at=at)
    made = BookExport.objects.create(
        legal_entity_id=entity.id,
        kind=kind,
        first_on=first_on,
        last_on=last_on,
        rows=count,
        file=stored,
        at=at,
        by=str(by),
    )
    return ExportedBooks(made.id, count, stored.sha256)


def _rated(row: DatevRow, books: str) -> DatevRow:
    if row.currency == books:
        return row
    rate = find_rate(row.currency, row.booked_on)
    if rate is None:
        raise ExchangeRateMissing(currency=row.currency, month=f"{row.booked_on:%Y-%m}")
    return replace(row, rate=rate)
