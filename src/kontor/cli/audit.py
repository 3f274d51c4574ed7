"""`kontor audit-export`: what a tax audit asks for, in a form that its programs read, with the documents themselves."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.apps import apps
from django.db import models

from kontor.access.tables import Role
from kontor.accounting.public import YEARS, find_broken_archive, find_broken_links
from kontor.cli.progress import say
from kontor.kernel.cells import inert_cell
from kontor.kernel.clock import read_clock
from kontor.legal_entities.tables import LegalEntity
from kontor.platform.keep.files import read_file
from kontor.platform.models import StoredFile
from kontor.platform.start.environment import SETTINGS

# Table → column of its day, and how the rows of a legal entity are found.
TABLES: tuple[tuple[str, str, str], ...] = (
    ("accounting.Posting", "booked_on", "legal_entity_id"),
    ("accounting.ArchiveEntry", "made_on", "legal_entity_id"),
    ("accounting.Debtor", "", "legal_entity_id"),
    ("accounting.DunningLetter", "on", "legal_entity_id"),
    ("invoicing.Invoice", "issued_on", "legal_entity_id"),
    ("invoicing.ReceivedInvoice", "issued_on", "legal_entity_id"),
    ("payments.BankStatement", "", "legal_entity_id"),
    ("payments.BankTransaction", "booked_on", "statement__legal_entity_id"),
    ("payments.PaymentEntry", "at__date", ""),
    ("channels.Settlement", "booked_at__date", "channel__legal_entity_id"),
    ("platform.AuditEntry", "at__date", ""),
)
# Files of documents: table → its columns that name them.
PAPERS = {
    "invoicing.Invoice": ("pdf", "xml"), "invoicing.ReceivedInvoice": ("original", "xml"),
    "accounting.DunningLetter": ("file",), "payments.BankStatement": ("file",),
}  # fmt: skip


def export_audit(target: Path, code: str, first_on: date, last_on: date) -> int:
    """Write the archive; 1 where the chain of postings is broken, 2 where there is no such legal entity."""
    entity = LegalEntity.objects.filter(code=code).first()
    if entity is None:
        say(
            f"There is no legal entity {code}; there are {', '.join(LegalEntity.objects.values_list('code', flat=True))}."
        )
        return 2
    broken = [*find_broken_links(), *find_broken_archive()]
    described, papers = [], set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for label, day, owner in TABLES:
            model = apps.get_model(label)
            rows = _rows(model, day, owner, entity.id, first_on, last_on)
            columns = [field for field in model._meta.concrete_fields if not isinstance(field, models.BinaryField)]
            name = f"{model._meta.db_table}.csv"
            count = _write_table(archive, name, columns, rows)
            described.append((name, str(model._meta.verbose_name_plural), _first(model), columns, count))
            for column in PAPERS.get(label, ()):
                papers |= set(rows.exclude(**{column: None}).values_list(f"{column}__sha256", flat=True))
            say(f"{name}: {count} rows")
        for stored in StoredFile.objects.filter(sha256__in=papers).order_by("id").iterator(chunk_size=200):
            archive.writestr(f"documents/{stored.sha256}_{_plain(stored.name)}", read_file(stored))
        archive.writestr("index.xml", _index(entity, described))
        archive.writestr("Verfahrensdokumentation.md", write_procedures(entity, broken))
    say(f"{target}: {len(papers)} documents, {len(broken)} broken links in the chain of postings")
    return 1 if broken else 0


def _rows(model: Any, day: str, owner: str, entity_id: int, first_on: date, last_on: date) -> Any:
    rows = model._default_manager.order_by("id")
    if owner:
        rows = rows.filter(**{owner: entity_id})
    return rows.filter(**{f"{day}__range": (first_on, last_on)}) if day else rows


def _write_table(archive: zipfile.ZipFile, name: str, columns: list[Any], rows: Any) -> int:
    out, count = io.StringIO(), 0
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for values in rows.values_list(*(column.attname for column in columns)).iterator(chunk_size=2_000):
        writer.writerow([_cell(value) for value in values])
        count += 1
    archive.writestr(name, out.getvalue().encode())
    return count


def _cell(value: Any) -> str:
    return "" if value is None else inert_cell(" ".join(str(value).split("\n")))


def _index(entity: LegalEntity, described: list[tuple[str, str, str, list[Any], int]]) -> str:
    """Return the index that audit programs read: each table with its columns and their types."""
    tables = "".join(
        f"<Table><URL>{name}</URL><Name>{escape(title)}</Name><Description>{escape(words)}</Description><UTF8/>"
        "<DecimalSymbol>.</DecimalSymbol><DigitGroupingSymbol>,</DigitGroupingSymbol><VariableLength>"
        "<ColumnDelimiter>;</ColumnDelimiter><RecordDelimiter>&#13;&#10;</RecordDelimiter>"
        f'<TextEncapsulator>"</TextEncapsulator>{"".join(_column(column) for column in columns)}</VariableLength></Table>'
        for name, title, words, columns, _ in described
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE DataSet SYSTEM "gdpdu-01-09-2004.dtd">\n'
        f"<DataSet><Version>1.0</Version><DataSupplier><Name>{escape(entity.name)}</Name>"
        f"<Location>{escape(entity.city)}</Location><Comment>Kontor, {read_clock():%Y-%m-%d}</Comment></DataSupplier>"
        f"<Media><Name>Kontor</Name>{tables}</Media></DataSet>\n"
    )


def _column(column: Any) -> str:
    kind = "<AlphaNumeric/>"
    if isinstance(column, models.DecimalField):
        kind = f"<Numeric><Accuracy>{column.decimal_places}</Accuracy></Numeric>"
    elif isinstance(column, models.IntegerField):
        kind = "<Numeric/>"
    elif isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        kind = "<Date><Format>YYYY-MM-DD</Format></Date>"
    return (
        f"<VariableColumn><Name>{column.attname}</Name><Description>{escape(str(column.verbose_name))}</Description>{kind}"
        "</VariableColumn>"
    )


def write_procedures(entity: LegalEntity, broken: list[str]) -> str:
    """Return the procedural documentation as the house stands today: rights, jobs, settings, and how long what is kept."""
    from procrastinate.contrib.django import app  # noqa: PLC0415 - needs loaded apps

    roles = "".join(
        f"- **{role.name}**: {', '.join(sorted(role.capabilities))}\n" for role in Role.objects.order_by("name")
    )
    jobs = "".join(
        f"- `{name}`: {_words(task.func.__doc__)}\n" for name, task in sorted(app.tasks.items()) if "kontor" in name
    )
    settings = "".join(f"- `{it.name}`: {it.meaning}\n" for it in SETTINGS)
    kept = "".join(f"- {kind.replace('_', ' ')}: {years} Jahre\n" for kind, years in sorted(YEARS.items()))
    tables = "".join(f"- `{label}`: {_first(apps.get_model(label))}\n" for label, _, _ in TABLES)
    chain = "unversehrt" if not broken else f"{len(broken)} Brüche: {broken[0]}"
    return (
        f"# Verfahrensdokumentation\n\n{entity.name}, {entity.street}, {entity.postal_code} {entity.city}. "
        f"Erzeugt am {read_clock():%d.%m.%Y} aus dem laufenden System.\n\n"
        "## Belege und Nummern\n\nJeder Beleg bekommt je Gesellschaft, Belegart und Jahr die nächste Nummer ohne Lücke, in der "
        "Transaktion, die ihn speichert. Ausgestellte Belege ändert ein Trigger der Datenbank nicht mehr; was zurückgenommen "
        "wird, bekommt einen eigenen Beleg. PDF und XML liegen mit SHA-256 im Archiv.\n\n"
        "## Buchungen\n\nBuchungen folgen aus Belegen und Zahlungen und werden nie getippt. Jede enthält den Fingerabdruck der "
        f"vorigen (SHA-256) und den des Belegs, aus dem sie folgt. Prüfung heute: {chain}. Befehl: `kontor check`.\n\n"
        f"## Aufbewahrung (§ 147 AO, jeweils ab Jahresende)\n\n{kept}\nKontor löscht nichts davon.\n\n"
        f"## Tabellen dieser Ausgabe\n\n{tables}\n## Rollen und Rechte\n\n{roles}\n## Hintergrundarbeiten\n\n{jobs}\n"
        f"## Einstellungen\n\n{settings}"
    )


def _first(model: Any) -> str:
    return _words(model.__doc__)


def _words(text: str | None) -> str:
    return next(iter(_lines(text or "")), "")


def _lines(text: str) -> Iterator[str]:
    yield from (line.strip() for line in text.strip().splitlines())


def _plain(name: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in name)[:100]
