"""Reading a file line by line: every line is a sale, a charge, a cancellation or set aside under a named reason."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from zoneinfo import ZoneInfo

from kontor.cli.importing.profile import Profile, SetAsideRule
from kontor.kernel.text import UnusableText, clean_text

CENT = Decimal("0.01")
LONGEST_FIELD = 1_000_000


class FileUnreadable(Exception):
    """The file cannot be read as the profile says."""


@dataclass(slots=True)
class FileLine:
    """A line of the file. ``reason`` says why it is set aside; without one it is usable."""

    number: int
    raw: dict[str, str]
    order: str
    sku: str = ""
    title: str = ""
    quantity: int = 0
    unit_price: Decimal = Decimal(0)
    ordered_at: datetime | None = None
    buyer: str = ""
    country: str = ""
    reason: str = ""

    @property
    def amount(self) -> Decimal:
        """Return what the line comes to."""
        return self.quantity * self.unit_price


@dataclass(slots=True)
class FileOrder:
    """All lines of one order number, in the order of the file."""

    number: str
    lines: list[FileLine] = field(default_factory=list)


def fingerprint_of_file(path: Path) -> str:
    """Return the SHA-256 of the file, by which a second run knows it."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def read_orders(path: Path, profile: Profile) -> list[FileOrder]:
    """Read the whole file and gather the lines of each order. Raises FileUnreadable."""
    orders: dict[str, FileOrder] = {}
    for line in _lines(path, profile):
        orders.setdefault(line.order, FileOrder(line.order)).lines.append(line)
    return list(orders.values())


def _lines(path: Path, profile: Profile) -> Iterator[FileLine]:
    opener = gzip.open if path.suffix == ".gz" else open
    csv.field_size_limit(LONGEST_FIELD)
    wanted = profile.columns.values()
    try:
        with opener(path, "rt", encoding=profile.file["encoding"], newline="") as source:
            reader = csv.DictReader(source, delimiter=profile.file["delimiter"])
            missing = [name for name in wanted if name not in (reader.fieldnames or [])]
            if missing:
                raise FileUnreadable(
                    f"The file has no column {', '.join(missing)}; it has {', '.join(reader.fieldnames or ['none'])}."
                    " Is it the right profile and delimiter?"
                )
            for number, row in enumerate(reader, start=2):
                yield _understand(number, row, profile)
    except UnicodeDecodeError as fault:
        raise FileUnreadable(
            f"The file is not in {profile.file['encoding']}: byte {fault.start} cannot be read. Name its encoding in the"
            " profile."
        ) from None
    except (EOFError, gzip.BadGzipFile) as fault:
        raise FileUnreadable(f"The file is cut off or no gzip file: {fault}") from None
    except csv.Error as fault:
        raise FileUnreadable(f"The file is no CSV file: {fault}") from None


def _understand(number: int, row: dict[str, str], profile: Profile) -> FileLine:
    """Read one line; what cannot be read is set aside with the reason, never dropped."""
    columns = profile.columns
    incomplete = any(row.get(name) is None for name in columns.values())
    raw = {key if key is not None else "(more)": value or "" for key, value in row.items()}
    line = FileLine(number, raw, order=(row.get(columns["order"]) or "").strip()[:100])
    if incomplete:
        line.reason = "columns_missing"
        return line
    try:
        line.sku = clean_text(row[columns["sku"]] or "", 100).upper()
        line.title = clean_text(row[columns["title"]] or "", 200)
        line.buyer = clean_text(row[columns["buyer"]] or "", 100).removesuffix(".0")
        line.order = clean_text(line.order, 100)
    except UnusableText:
        line.reason, line.order = "unusable_text", line.order.replace("\x00", "")[:100]
        return line
    try:
        line.quantity = int(row[columns["quantity"]])
        line.unit_price = Decimal((row[columns["unit_price"]] or "").replace(profile.file["decimal"], "."))
        moment = datetime.strptime(row[columns["ordered_at"]], profile.file["dates"])  # noqa: DTZ007 - zone is set next
        line.ordered_at = moment.replace(tzinfo=ZoneInfo(profile.file["timezone"]))
    except (ValueError, TypeError, InvalidOperation):
        line.reason = "number_or_date_unreadable"
        return line
    line.country = profile.countries.get((row[columns["country"]] or "").strip(), "")
    if not line.order or not line.sku:
        line.reason = "order_or_sku_missing"
    elif not is_cancellation(line, profile) or not line.country:
        line.reason = next((rule.reason for rule in profile.set_aside if _fits(rule, line, profile)), "")
    return line


def is_cancellation(line: FileLine, profile: Profile) -> bool:
    """Whether a line takes something back."""
    return bool(profile.cancellation_prefix) and line.order.startswith(profile.cancellation_prefix)


def _fits(rule: SetAsideRule, line: FileLine, profile: Profile) -> bool:
    cancellation = is_cancellation(line, profile)
    return (
        bool(rule.order_prefix and line.order.startswith(rule.order_prefix))
        or line.sku in rule.skus
        or (rule.negative_quantity and line.quantity <= 0 and not cancellation)
        or (rule.zero_price and line.unit_price == 0)
        or (rule.fraction_of_a_cent and line.unit_price != line.unit_price.quantize(CENT))
        or (rule.unmapped_country and not line.country)
    )


def raw_json(line: FileLine) -> bytes:
    """Return the line as it stood in the file, as JSON for the quarantine."""
    return json.dumps({"line": line.number, **line.raw}, ensure_ascii=False).encode("utf-8", "replace")
