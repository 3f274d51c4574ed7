"""Rules of shipping."""

from __future__ import annotations

import re

# Letters and digits, as every carrier prints them under the bars; blanks are for reading only.
_NUMBER = re.compile(r"[A-Za-z0-9]{8,40}")


def is_number(text: str) -> bool:
    """Whether this can be the number of a parcel."""
    return _NUMBER.fullmatch(text) is not None
