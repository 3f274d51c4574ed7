"""Gapless counters: numbers of documents, the chain of postings, accounts of debtors."""

from __future__ import annotations

from kontor.platform.sql.bulk import select_rows

_DRAW = """
INSERT INTO platform_counter AS counter (name, last) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET last = counter.last + excluded.last RETURNING last
"""


def draw_numbers(name: str, count: int = 1) -> int:
    """Draw so many numbers of a counter and return the first. Nobody else draws from it until the transaction ends, and what is
    rolled back was never drawn; drawing none only locks.

    Locks: the counter, so draw last.
    """
    return int(select_rows(_DRAW, [name, count])[0][0]) - count + 1
