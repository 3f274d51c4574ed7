"""Cells of tables that are opened in spreadsheets: a text of a stranger is never a formula there.

Source: OWASP, CSV injection (2026-11): a cell that begins with = + - @, a tab or a carriage return is computed,
by some programs also behind blanks.
"""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\s*[=+\-@]|[\t\r]")
# A telephone number with blanks computes nothing either.
_NUMBER = re.compile(r"[+-]?\d[\d.,]*%?|\+\d[\d ]*")


def inert_cell(value: object) -> str:
    """Return a value as a cell: a text that a spreadsheet would compute begins with an apostrophe; numbers stay what they are."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
