"""Numbers as people and programs write them: 1.234,56 in Germany, 1,234.56 in England, 1'234.56 in Switzerland."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

# No group of three follows a lone zero: 0.125 is an eighth, whoever wrote it.
_GROUPED = {
    ",": re.compile(r"[-+]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?"), ".": re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
}  # fmt: skip
_PLAIN = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)")
# Signs that only part or name what is counted: blanks of all kinds, apostrophes, symbols and codes of money.
_AROUND = re.compile(r"[\s\u00a0\u202f'’]|[€$£¥]|\b(?:EUR|USD|GBP|CHF)\b")
# A sign with one, two or more than three digits behind it, or a zero before it: it can only be the decimal one.
_TELLING = (
    re.compile(r"(?:\d[.,]\d{3})*\d*(?P<sign>[.,])\d{1,2}"), re.compile(r"\d+(?P<sign>[.,])\d{4,}"),
    re.compile(r"0(?P<sign>[.,])\d+"),
)  # fmt: skip
LONGEST = 40


def read_number(text: str, decimal: str) -> Decimal:
    """Return a number. ``decimal``: the sign before the fractions, where a group of three could be either.

    A sign that parts no group of three is the decimal sign, whichever it is. Raises ValueError.
    """
    tidy = _AROUND.sub("", text)
    if tidy.endswith("-"):  # accounting programs write the minus behind
        tidy = f"-{tidy[:-1]}"
    other = "." if decimal == "," else ","
    if len(tidy) <= LONGEST and tidy.isascii():
        if _GROUPED[decimal].fullmatch(tidy):
            return Decimal(tidy.replace(other, "").replace(decimal, "."))
        if _GROUPED[other].fullmatch(tidy) and other in tidy and decimal in tidy:
            return Decimal(tidy.replace(decimal, "").replace(other, "."))
        if _PLAIN.fullmatch(tidy):
            return Decimal(tidy.replace(",", "."))
    raise ValueError(text)


def find_decimal_sign(texts: Iterable[str]) -> str | None:
    """Return the sign before the fractions in the numbers of a file, None where they tell none or both."""
    signs = set()
    for text in texts:
        tidy = _AROUND.sub("", text).lstrip("-+")
        signs |= {found["sign"] for form in _TELLING if (found := form.fullmatch(tidy))}
    return signs.pop() if len(signs) == 1 else None
