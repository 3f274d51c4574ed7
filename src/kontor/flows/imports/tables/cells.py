"""Cells of a table as somebody would have typed them, and how many of them a table has."""

from __future__ import annotations

import re
from datetime import date, datetime

MOST_ROWS, MOST_COLUMNS = 100_000, 300
_KEPT_AS_TEXT = re.compile(r"^'(?=[=+\-@\d])")


def cell_text(value: object) -> str:
    """Return a cell as somebody would have typed it: whole numbers without a fraction, days as ISO says."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    text = "" if value is None else str(value)
    tidy = text.replace("\x00", "").strip()
    # The sign by which tables keep a number or a formula as text; it begins places, too: 's-Gravenhage.
    return _KEPT_AS_TEXT.sub("", tidy)
