"""What the columns of a table can mean, and how a cell of each is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from kontor.flows.errors import CellWrong
from kontor.kernel.countries import find_country
from kontor.kernel.numbers import read_number
from kontor.kernel.text import UnusableText, clean_text, is_mail_address

MOST_CODES, LONGEST_CODE, FIRST_YEAR, LAST_YEAR = 20, 48, 2000, 2100
MOST_PIECES, MOST_MONEY = 100_000_000, Decimal(10) ** 9
_YES, _NO = (
    frozenset("1 y yes true x ja wahr aktiv active".split()),
    frozenset("0 n no false nein falsch inaktiv inactive".split()),
)
_FOREIGN = re.compile(r"[$£¥₺]|\b(?!EUR\b)[A-Z]{3}\b|\b(?:Kč|zł|kr|Fr)\b")
_DATES = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%Y/%m/%d", "%m/%d/%Y")


@dataclass(frozen=True, slots=True)
class TableField:
    """A field that a column can fill. ``known_as``: under which headings other programs write it."""

    name: str
    reader: Callable[[str, str, str], Any]
    known_as: Sequence[str] = ()
    needed: bool = False
    # Who may write it, where that is more than who may take the table in.
    right: str = ""


@dataclass(frozen=True, slots=True)
class TableKind:
    """A kind of table: its fields, who may take it in, by which of its fields a row is called (the first that is filled), and by
    which together it stands in a file once (``apart``: by each of them alone).
    """

    name: str
    right: str
    fields: Sequence[TableField]
    called: Sequence[str]
    once: Sequence[str]
    apart: bool = False
    by_name: Mapping[str, TableField] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {it.name: it for it in self.fields})


def read_text(most: int) -> Callable[[str, str, str], str]:
    """Read a text of at most so many signs."""

    def read(cell: str, name: str, decimal: str) -> str:
        try:
            return clean_text(cell, most)
        except UnusableText:
            raise CellWrong("This text is too long, or holds signs that no text has.", field=name) from None

    return read


def read_mail(cell: str, name: str, decimal: str) -> str:
    """Read an e-mail address."""
    told = cell.strip().removeprefix("mailto:")
    if not is_mail_address(told):
        raise CellWrong("This is no e-mail address.", field=name, told=cell[:60])
    return told


def read_long(cell: str, name: str, decimal: str) -> str:
    """Read a text of several lines."""
    if len(cell) > 20_000:
        raise CellWrong("This text is too long, or holds signs that no text has.", field=name)
    return cell


def read_amount(cell: str, name: str, decimal: str) -> Decimal:
    """Read an amount of at most four places, not below zero; one in another currency than the euro is none."""
    if _FOREIGN.search(cell):
        raise CellWrong("This amount is in another currency.", field=name, told=cell[:60])
    try:
        found = read_number(cell, decimal)
    except (ValueError, ArithmeticError):
        raise CellWrong("This is no amount.", field=name, told=cell[:60]) from None
    if not 0 <= found < MOST_MONEY or found != round(found, 4):
        raise CellWrong("This is no amount.", field=name, told=cell[:60])
    return found


def read_pieces(cell: str, name: str, decimal: str) -> int:
    """Read a whole number that is not below zero."""
    try:
        found = read_number(cell, decimal)
    except (ValueError, ArithmeticError):
        raise CellWrong("This is no whole number.", field=name, told=cell[:60]) from None
    if found != found.to_integral_value() or not 0 <= found <= MOST_PIECES:
        raise CellWrong("This is no whole number.", field=name, told=cell[:60])
    return int(found)


# Of units that may stand behind a measure: how many grams, and how many millimetres, one of each is.
_GRAMS = {"g": Decimal(1), "kg": Decimal(1000), "mg": Decimal("0.001")}
_MILLIMETRES = {"mm": Decimal(1), "cm": Decimal(10), "m": Decimal(1000)}
_MEASURE = re.compile(r"(?P<number>[-+\d.,\s']+?)\s*(?P<unit>[a-zA-Z]*)\.?")


def read_measure(column: str) -> Callable[[str, str, str], int]:
    """Read a weight in grams or a length in millimetres, told in the unit of the column unless the cell names another one."""
    units = _GRAMS if column in _GRAMS else _MILLIMETRES

    def read(cell: str, name: str, decimal: str) -> int:
        found = _MEASURE.fullmatch(cell.strip())
        unit = units.get(found["unit"].lower() or column) if found else None
        try:
            measure = read_number(found["number"], decimal) * unit if found and unit is not None else None
        except (ValueError, ArithmeticError):
            measure = None
        if measure is None or not 0 <= measure <= MOST_PIECES:
            raise CellWrong("This is no measure.", field=name, told=cell[:60])
        return round(measure)

    return read


def read_flag(cell: str, name: str, decimal: str) -> bool:
    """Read yes or no."""
    told = cell.strip().casefold()
    if told not in _YES | _NO:
        raise CellWrong("Write yes or no.", field=name, told=cell[:60])
    return told in _YES


def read_land(cell: str, name: str, decimal: str) -> str:
    """Read a country, by its name or its code."""
    found = find_country(cell)
    if found is None:
        raise CellWrong("There is no such country.", field=name, told=cell[:60])
    return found


def read_day(cell: str, name: str, decimal: str) -> date:
    """Read a day as German, English or ISO tables write it."""
    for form in _DATES:
        try:
            day = datetime.strptime(cell.split(" ")[0], form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        if FIRST_YEAR <= day.year < LAST_YEAR:
            return day
    raise CellWrong("This is no day.", field=name, told=cell[:60])


def read_codes(cell: str, name: str, decimal: str) -> list[str]:
    """Read several codes, parted by commas, semicolons or blanks."""
    found = list(dict.fromkeys(part for part in re.split(r"[,;|\s]+", cell) if part))
    if len(found) > MOST_CODES or any(len(part) > LONGEST_CODE for part in found):
        raise CellWrong("This text is too long, or holds signs that no text has.", field=name)
    return found


def read_language(cell: str, name: str, decimal: str) -> str:
    """Read in which language a customer is written to."""
    told = cell.strip().casefold()
    known = {"de": "de", "deutsch": "de", "german": "de", "en": "en", "englisch": "en", "english": "en"}
    if told not in known:
        raise CellWrong("Customers are written to in German or English.", field=name, told=cell[:60])
    return known[told]


def read_tax(cell: str, name: str, decimal: str) -> str:
    """Read a VAT class: by its name, or by its rate in Germany."""
    told = cell.strip().casefold().removesuffix("%").strip()
    known = {
        "standard": "standard", "reduced": "reduced", "zero": "zero", "margin": "margin", "voucher": "voucher",
        "taxable": "standard",
        "normal": "standard", "voll": "standard", "ermäßigt": "reduced", "frei": "zero", "true": "standard", "none": "zero",
    }  # fmt: skip
    if told in known:
        return known[told]
    try:
        rate = read_number(told, decimal)
    except (ValueError, ArithmeticError):
        rate = None
    found = {Decimal(19): "standard", Decimal(7): "reduced", Decimal(0): "zero"}.get(rate) if rate is not None else None
    if found is None:
        raise CellWrong("This is no tax class.", field=name, told=cell[:60])
    return found
