"""DATEV's format EXTF: what the tax adviser reads in. Windows-1252, semicolons, a decimal comma, CRLF.

Source: DATEV format, header version 700, *Buchungsstapel* version 9 (category 21) and *Debitoren/Kreditoren* version 5 (category
16), held against samples of both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from anyascii import anyascii

from kontor.accounting.rules.postings import Entry
from kontor.pricing.rules import round_money

_INFOS = [f"{name} {n}" for n in range(1, 9) for name in ("Beleginfo - Art", "Beleginfo - Inhalt")]
_EXTRAS = [f"{name} {n}" for n in range(1, 21) for name in ("Zusatzinformation - Art", "Zusatzinformation - Inhalt")]
# The columns of a Buchungsstapel in their order.
COLUMNS: tuple[str, ...] = (
    "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basisumsatz", "WKZ Basisumsatz", "Konto",
    "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum", "Belegfeld 1", "Belegfeld 2", "Skonto", "Buchungstext",
    "Postensperre", "Diverse Adressnummer", "Geschäftspartnerbank", "Sachverhalt", "Zinssperre", "Beleglink", *_INFOS,
    "KOST1 - Kostenstelle", "KOST2 - Kostenstelle", "Kost Menge", "EU-Land u. USt-IdNr.", "EU-Steuersatz",
    "Abw. Versteuerungsart", "Sachverhalt L+L", "Funktionsergänzung L+L", "BU 49 Hauptfunktionstyp",
    "BU 49 Hauptfunktionsnummer", "BU 49 Funktionsergänzung", *_EXTRAS, "Stück", "Gewicht", "Zahlweise", "Forderungsart",
    "Veranlagungsjahr", "Zugeordnete Fälligkeit", "Skontotyp", "Auftragsnummer", "Buchungstyp", "USt-Schlüssel (Anzahlungen)",
    "EU-Mitgliedstaat (Anzahlungen)", "Sachverhalt L+L (Anzahlungen)", "EU-Steuersatz (Anzahlungen)",
    "Erlöskonto (Anzahlungen)", "Herkunft-Kz", "Leerfeld", "KOST-Datum", "SEPA-Mandatsreferenz", "Skontosperre",
    "Gesellschaftername", "Beteiligtennummer", "Identifikationsnummer", "Zeichnernummer", "Postensperre bis",
    "Bezeichnung SoBil-Sachverhalt", "Kennzeichen SoBil-Buchung", "Festschreibung", "Leistungsdatum",
    "Datum Zuord. Steuerperiode", "Fälligkeit", "Generalumkehr (GU)", "Steuersatz", "Land",
)  # fmt: skip
_PLACE = {name: place for place, name in enumerate(COLUMNS)}
# Columns that hold numbers, days or nothing; text stands in quotes.
_BARE = frozenset(
    "Umsatz (ohne Soll/Haben-Kz)|Kurs|Basisumsatz|Konto|Gegenkonto (ohne BU-Schlüssel)|Belegdatum|Skonto|EU-Steuersatz|"
    "Festschreibung|Leistungsdatum|Steuersatz|Fälligkeit".split("|")
)
DEBTOR_COLUMNS = ("Konto", "Name (Adressatentyp Unternehmen)")
_DEBTOR_WIDTH = 254
# Characters that DATEV takes in a document number.
_NOT_IN_NUMBERS = re.compile(r"[^A-Za-z0-9$&%*+\-/]")


@dataclass(frozen=True, slots=True)
class DatevHeader:
    """Whose books, and which days. The fiscal year begins on ``year_begins``; accounts have ``width`` digits."""

    consultant: int
    client: int
    made_at: datetime
    year_begins: date
    first_on: date
    last_on: date
    title: str
    currency: str = "EUR"
    width: int = 4


@dataclass(frozen=True, slots=True)
class DatevRow:
    """A posting with its day and the link to its document."""

    booked_on: date
    entry: Entry
    order: str = ""
    link: str = ""
    currency: str = "EUR"
    # Of a foreign currency: how much of it one unit of the books' currency buys.
    rate: Decimal | None = None


def write_postings(header: DatevHeader, rows: Iterable[DatevRow]) -> bytes:
    """Return a Buchungsstapel. Foreign countries' VAT goes with land and rate, as DATEV asks for OSS."""
    lines = [_head(header, 21, "Buchungsstapel", 9, days=True), ";".join(COLUMNS)]
    for row in rows:
        lines.append(_row(row, header.currency))
    return _bytes(lines)


def name_cells(row: DatevRow, books: str) -> dict[str, str]:
    """Return what of a posting stands in which column; columns without a value are left out."""
    entry = row.entry
    debtor_side = entry.debit if entry.debit >= 10_000 else entry.credit
    other = entry.credit if debtor_side == entry.debit else entry.debit
    cells = {
        "Umsatz (ohne Soll/Haben-Kz)": _number(entry.amount),
        "Soll/Haben-Kennzeichen": "S" if debtor_side == entry.debit else "H",
        "Konto": str(debtor_side), "Gegenkonto (ohne BU-Schlüssel)": str(other), "Belegdatum": f"{row.booked_on:%d%m}",
        "Belegfeld 1": _NOT_IN_NUMBERS.sub("", in_ansi(entry.document))[:36],
        "Belegfeld 2": f"{entry.due_on:%d%m%y}" if entry.due_on else "", "Buchungstext": in_ansi(entry.text)[:60],
        "Beleglink": f'BEDI "{row.link}"' if row.link else "", "Auftragsnummer": in_ansi(row.order)[:30], "Festschreibung": "1",
        "Leistungsdatum": f"{entry.supplied_on:%d%m%Y}" if entry.supplied_on else "",
    }  # fmt: skip
    if entry.tax_case in ("oss", "registered"):
        cells |= {"EU-Land u. USt-IdNr.": entry.country, "EU-Steuersatz": _number(entry.rate)}
    if entry.tax_case in ("intra_community", "reverse_charge"):
        cells["EU-Land u. USt-IdNr."] = entry.vat_id
    if row.currency != books and row.rate:
        base = round_money(entry.amount / row.rate)
        cells |= {
            "WKZ Umsatz": row.currency, "Kurs": f"{row.rate:.6f}".replace(".", ","), "Basisumsatz": _number(base),
            "WKZ Basisumsatz": books,
        }  # fmt: skip
    return cells


def _row(row: DatevRow, books: str) -> str:
    values = [""] * len(COLUMNS)
    for name, value in name_cells(row, books).items():
        values[_PLACE[name]] = value
    return ";".join(value if name in _BARE else _quoted(value) for name, value in zip(COLUMNS, values, strict=True))


def write_debtors(header: DatevHeader, debtors: Sequence[tuple[int, str]]) -> bytes:
    """Return the debtors: account and name."""
    lines = [_head(header, 16, "Debitoren/Kreditoren", 5, days=False), ";".join(DEBTOR_COLUMNS)]
    lines += [f"{number};{_quoted(in_ansi(name)[:50])}" for number, name in debtors]
    return _bytes(lines)


def _head(header: DatevHeader, category: int, name: str, version: int, *, days: bool) -> str:
    period = (f"{header.first_on:%Y%m%d}", f"{header.last_on:%Y%m%d}") if days else ("", "")
    return ";".join(
        [
            '"EXTF"', "700", str(category), _quoted(name), str(version), f"{header.made_at:%Y%m%d%H%M%S}000", "", '"RE"',
            '"Kontor"', '""', str(header.consultant), str(header.client), f"{header.year_begins:%Y%m%d}", str(header.width),
            *period,
            _quoted(header.title[:30]), '""', "1" if days else "", "0" if days else "", "1" if days else "",
            _quoted(header.currency) if days else '""', "", '""', "", "", '""', "", "", '""', '""',
        ]
    )  # fmt: skip


def _number(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _quoted(text: str) -> str:
    """Quote a text; line breaks and controls have no place in a cell."""
    plain = re.sub(r"[\x00-\x1f]", " ", in_ansi(text)).replace('"', '""')
    return f'"{plain}"'


def _bytes(lines: Sequence[str]) -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


def in_ansi(text: str) -> str:
    """Write what the character set of DATEV lacks in Latin letters: Łukasz is Lukasz, and no name a row of question marks."""
    return "".join(_written(sign) for sign in unicodedata.normalize("NFC", text))


@lru_cache(maxsize=4096)
def _written(sign: str) -> str:
    if _has_ansi(sign):
        return sign
    # Marks and joiners stand on a letter or between two, and are none.
    return anyascii(sign) or ("" if unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf") else "?")


def _has_ansi(sign: str) -> bool:
    try:
        sign.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
