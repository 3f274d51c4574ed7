"""How long documents are kept: to the end of the year and so many years on, by kind.

Source: section 147 AO as of 2025 (eight years for vouchers, ten for books, six for letters).
"""

from __future__ import annotations

from datetime import date

YEARS = {
    "books": 10,
    "invoice": 8,
    "received_invoice": 8,
    "bank_statement": 8,
    "transfers": 8,
    "settlement": 8,
    "reminder": 6,
    "letter": 6,
}


def keep_until(kind: str, made_on: date) -> date:
    """Return the last day on which a document must be kept."""
    return date(made_on.year + YEARS[kind], 12, 31)
