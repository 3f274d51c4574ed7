"""Reading a file row by row, whatever it is encoded in and however its columns are parted."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kontor.flows.imports.orders.profile import Columns, Joined, Profile
from kontor.kernel.numbers import find_decimal_sign

LONGEST_FIELD = 1_000_000
MOST_UNPACKED = 300_000_000
_NUMBERS = ("unit_price", "line_total", "total", "shipping", "discount", "line_discount")


class FileUnreadable(Exception):
    """The file cannot be read as the profile says."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of the file: the line in which it ends, its columns by their headings, and which of them it lacks."""

    number: int
    raw: dict[str, str]
    absent: frozenset[str]


@dataclass(frozen=True, slots=True)
class FileRows:
    """All rows of a file, how many were no lines of an order, and the sign before the fractions of its numbers."""

    rows: list[FileRow]
    ignored: int
    decimal: str


def fingerprint_of_file(path: Path) -> str:
    """Return the SHA-256 of the file, by which a second run knows it."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def read_rows(path: Path, profile: Profile) -> FileRows:
    """Read the whole file. Raises FileUnreadable."""
    try:
        found, ignored = _read(_open(path, profile), profile)
    except csv.Error as fault:
        raise FileUnreadable(f"The file is no CSV file: {fault}") from None
    return FileRows(found, ignored, _decimal_sign(found, profile))


def read_headings(path: Path, profile: Profile) -> list[str]:
    """Return under what the columns of a file stand. Raises FileUnreadable."""
    try:
        return [name.strip() for name in _open(path, profile).fieldnames or [] if name.strip()]
    except csv.Error as fault:
        raise FileUnreadable(f"The file is no CSV file: {fault}") from None


def _open(path: Path, profile: Profile) -> csv.DictReader[str]:
    csv.field_size_limit(LONGEST_FIELD)
    try:
        content = _unpack(path) if path.suffix == ".gz" else path.read_bytes()
    except (EOFError, gzip.BadGzipFile, zlib.error) as fault:
        raise FileUnreadable(f"The file is cut off or no gzip file: {fault}") from None
    text = _decode(content, profile.file.encoding)
    for _ in range(profile.file.skip_lines):
        text = text.partition("\n")[2]
    delimiter = profile.file.delimiter if profile.file.delimiter != "auto" else _find_delimiter(text)
    return csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)


def _unpack(path: Path) -> bytes:
    """Return what is packed, up to a bound: a small file may unpack to more than the machine holds. Raises FileUnreadable."""
    with gzip.open(path) as packed:
        content = packed.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:
        raise FileUnreadable("The file is larger than 300 MB when unpacked: part it.")
    return content


def _read(reader: csv.DictReader[str], profile: Profile) -> tuple[list[FileRow], int]:
    reader.fieldnames = [name.strip() for name in reader.fieldnames or []]
    _check_headings(reader.fieldnames, profile)
    rows, ignored = [], 0
    lines = profile.file.skip_lines
    for row in reader:
        cells = [str(value or "").strip() for value in row.values() if not isinstance(value, list)]
        first = next((cell for cell in cells if cell), "")
        if not first or any(mark in cell for mark in profile.file.ignore for cell in cells[:2]):
            ignored += 1
            continue
        raw = {key if key is not None else "(more)": _text(value) for key, value in row.items()}
        absent = frozenset(name for name, value in row.items() if value is None)
        rows.append(FileRow(reader.line_num + lines, raw, absent))
    return rows, ignored


def _text(value: object) -> str:
    return " ".join(str(it) for it in value) if isinstance(value, list) else str(value or "")


def _check_headings(headings: list[str], profile: Profile) -> None:
    """Refuse a file in which none of a field's headings stands, unless the profile says what holds without it."""
    if missing := [" or ".join(names_of(profile.columns[field])) for field in list_missing(headings, profile)]:
        raise FileUnreadable(
            f"The file has no column {', '.join(missing)}; it has {', '.join(headings or ['none'])[:2_000]}."
            " Is it the right profile and delimiter?"
        )


def list_missing(headings: Sequence[str], profile: Profile) -> list[str]:
    """Return the fields without which no order can be read and of which no heading stands in the file."""
    found = {field for field, columns in profile.columns.items() if any(name in headings for name in names_of(columns))}
    found |= set(profile.constants)
    # One price is enough: that of a piece, or what the line comes to.
    return [field for field in profile.columns if field in _MUST - found and not (field in _PRICES and found & _PRICES)]


# Without these columns a file is another one; all others may be missing in an export that leaves out what is empty.
_PRICES = frozenset({"unit_price", "line_total"})
_MUST = frozenset({"order", "sku", "quantity", "ordered_at"}) | _PRICES


def names_of(columns: Columns) -> tuple[str, ...]:
    """Return the headings that a field may stand under, or is made up of."""
    if isinstance(columns, Joined):
        return columns.join
    return (columns,) if isinstance(columns, str) else columns


def value_of(row: FileRow, field: str, profile: Profile) -> str:
    """Return what a row says of a field: its column, the first of several that is filled, several put together, or a constant."""
    columns = profile.columns.get(field)
    told = ""
    if isinstance(columns, Joined):
        told = " ".join(filter(None, (row.raw.get(name, "").strip() for name in columns.join)))
    elif columns is not None:
        told = next((text for name in names_of(columns) if (text := row.raw.get(name, "").strip())), "")
    return told or str(profile.constants.get(field, ""))


def _decode(content: bytes, encoding: str) -> str:
    if encoding != "auto":
        # A mark at the beginning says only what is known.
        name = "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding
        try:
            return content.decode(name)
        except UnicodeDecodeError as fault:
            raise FileUnreadable(
                f"The file is not in {encoding}: byte {fault.start} cannot be read. Name its encoding in the profile."
            ) from None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _find_delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(";,\t|", key=head.count)


def _decimal_sign(rows: Iterable[FileRow], profile: Profile) -> str:
    if profile.file.decimal != "auto":
        return profile.file.decimal
    return find_decimal_sign(_number_texts(rows, profile)) or ","


def _number_texts(rows: Iterable[FileRow], profile: Profile) -> Iterator[str]:
    for row in rows:
        for field in _NUMBERS:
            if text := value_of(row, field, profile):
                yield text
