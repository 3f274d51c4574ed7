"""What somebody typed: amounts, counts, days, countries, read as people in Germany and elsewhere write them, or
refused at the field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kontor.kernel.countries import find_country, name_countries
from kontor.kernel.errors import Refused
from kontor.kernel.money import CENT
from kontor.kernel.numbers import read_number
from kontor.kernel.text import UnusableText, clean_text

# The largest number of a row, of pieces and of money that a column holds.
MOST_ID, MOST_PIECES, MOST_MONEY = 2**63 - 1, 2**31 - 1, Decimal(10) ** 12
FIRST_YEAR, LAST_YEAR = 2000, 2100
_COUNT = re.compile(r"[0-9]+|[0-9]{1,3}(?:[.,\s][0-9]{3})+")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class TypedWrong(Refused):
    """Something that was typed cannot be understood. The fact *field* names where."""

    code = "backoffice.typed_wrong"

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message, field=field)


def read_id(text: str | None) -> int:
    """Return the number of a row, 0 where it is none: no row has that."""
    plain = (text or "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 19 and int(plain) <= MOST_ID else 0


def read_ids(texts: list[str]) -> list[int]:
    """Return the numbers of rows that were ticked."""
    return [number for text in texts if (number := read_id(text))]


def read_text(sent: Mapping[str, str], field: str, *, limit: int, required: bool = False) -> str:
    """Return a text of at most ``limit`` signs. Refuses: TypedWrong."""
    try:
        tidy = clean_text(sent.get(field) or "", limit)
    except UnusableText:
        raise TypedWrong(
            _("This text is longer than %(limit)s signs, or holds some that no text has.") % {"limit": limit}, field
        ) from None
    if required and not tidy:
        raise TypedWrong(_("Fill this in."), field)
    return tidy


def read_count(sent: Mapping[str, str], field: str, *, least: int = 1) -> int:
    """Return a number of pieces. Refuses: TypedWrong."""
    typed = (sent.get(field) or "").strip()
    # A sign between figures groups three of them; 1.5 is no number of pieces.
    plain = re.sub(r"\D", "", typed) if _COUNT.fullmatch(typed) else ""
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 12 and least <= int(plain) <= MOST_PIECES):
        raise TypedWrong(_("Enter a whole number of at least %(least)s.") % {"least": least}, field)
    return int(plain)


def read_amount(sent: Mapping[str, str], field: str) -> Decimal:
    """Return an amount above zero. Refuses: TypedWrong."""
    amount = parse_amount(sent.get(field) or "")
    if amount is None or not 0 < amount < MOST_MONEY or amount != amount.quantize(CENT):
        raise TypedWrong(_("Enter an amount above zero, for example 1234.50."), field)
    return amount


def parse_amount(text: str) -> Decimal | None:
    """Return the number that was typed, None where it is none; a group of three is read as the reader's language writes it."""
    try:
        return read_number(text, "," if (get_language() or "de").startswith("de") else ".")
    except ValueError:
        return None


def read_day(sent: Mapping[str, str], field: str) -> date:
    """Return a day, typed as 31.12.2026 or picked. Refuses: TypedWrong."""
    text = (sent.get(field) or "").strip()
    try:
        found = _DAY.fullmatch(text)
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise TypedWrong(_("Enter a day, for example 31.12.2026."), field)
    return day


def read_country(sent: Mapping[str, str], field: str) -> str:
    """Return the code of a country, typed as a code or by its name in German or English. Refuses: TypedWrong."""
    code = find_country(sent.get(field) or "")
    if code is None:
        raise TypedWrong(_("Enter a country by its name or its two letters (ISO 3166)."), field)
    return code


def list_countries() -> tuple[tuple[str, str], ...]:
    """Return all countries with their names in the reader's language, in the order of these."""
    return name_countries(get_language() or "de")
