"""A table as it stands in a file, whatever it is encoded in and however its columns are parted: CSV or a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from kontor.flows.errors import FileRefused
from kontor.flows.imports.tables.cells import MOST_COLUMNS, MOST_ROWS, cell_text
from kontor.flows.imports.tables.unpacking import unpack_spreadsheet
from kontor.kernel.numbers import find_decimal_sign

MOST_BYTES = 20_000_000
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Headings and rows of a file, and what was found out about it. Row 1 is the first below the headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str
    delimiter: str
    decimal: str

    @property
    def told(self) -> dict[str, str]:
        """Return what the file itself says whatever was remembered: numbers of a spreadsheet come with a point."""
        return {"decimal": self.decimal} if self.encoding == "XLSX" else {}


def read_sheet(content: bytes) -> Sheet:
    """Return the table of a file. Refuses: FileRefused."""
    if len(content) > MOST_BYTES:
        raise FileRefused("The file is larger than 20 MB: part it.")
    if content.startswith(_SPREADSHEETS):
        return _sheet_of(unpack_spreadsheet(content), "XLSX", "")
    text, encoding = _decode(content)
    delimiter = _find_delimiter(text)
    csv.field_size_limit(100_000)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        # No more is kept than a table may have: a file of line ends alone fills no memory.
        rows = list(islice((row for row in reader if any(row)), MOST_ROWS + 2))
    except csv.Error as fault:
        raise FileRefused("The file is no table that can be read.", told=str(fault)) from None
    return _sheet_of(rows, encoding, delimiter)


def _sheet_of(rows: Iterable[Sequence[object]], encoding: str, delimiter: str) -> Sheet:
    told = [tuple(cell_text(cell) for cell in row[:MOST_COLUMNS]) for row in rows]
    filled = [row for row in told if any(row)]
    if not filled:
        raise FileRefused("The file is empty.")
    headings = _name_columns(filled[0])
    body = filled[1:]
    if not body:
        raise FileRefused("The file has headings and no rows.")
    if len(body) > MOST_ROWS:
        raise FileRefused("The file has more than 100,000 rows: part it.")
    wide = [row[: len(headings)] + ("",) * (len(headings) - len(row)) for row in body]
    sign = find_decimal_sign(cell for row in wide[:2_000] for cell in row)
    # A spreadsheet keeps numbers as numbers: what is read of them has a point.
    return Sheet(headings, tuple(wide), encoding, delimiter, "." if not delimiter else sign or ",")


def _name_columns(row: Sequence[str]) -> tuple[str, ...]:
    """Return the headings, each once: an empty one is called by its place, a second one of a name by its turn."""
    seen: Counter[str] = Counter()
    found = []
    for place, told in enumerate(row, 1):
        name = told.strip() or f"({place})"
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(found)


def _decode(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "UTF-16"
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "Windows-1252"


def _find_delimiter(text: str) -> str:
    head = text.lstrip("\r\n").split("\n", 1)[0]
    return max(";\t,|", key=head.count)
