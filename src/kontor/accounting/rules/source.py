"""What a posting was derived from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A row of some kind: a document, a movement of money, a voucher's entry. As text it goes into fingerprints of postings."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"
