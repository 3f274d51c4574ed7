"""Positions of a document, and its number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kontor.kernel.money import Taxed


@dataclass(frozen=True, slots=True)
class InvoiceItem:
    """A position: ``amount`` as it was agreed, negative where something is taken back.

    ``line`` is the order line, 0 for a charge; ``place``, on a correction, the position of the corrected invoice that it takes
    back, counted from 1, and ``share``, of a discount, the worth in cents of the goods with which it is taken back
    (``rules.takebacks``). ``purchase`` is what goods sold by the margin had cost in all; it stands on no paper.
    ``voucher``: a single-purpose one that lowers
    the goods.
    ``category`` and ``code`` are those of EN 16931 (BT-151, BT-121).
    """

    title: str
    sku: str
    quantity: int
    rate: Decimal
    amount: Taxed
    category: str = "S"
    code: str = ""
    line: int = 0
    place: int = 0
    share: int = 0
    purchase: Decimal = Decimal(0)
    voucher: bool = False


def document_number(prefix: str, year: int, sequence: int) -> str:
    """Return the number as people read it."""
    return f"{prefix}-{year}-{sequence:06d}"
