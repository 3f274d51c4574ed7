"""What stands on an invoice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kontor.kernel.money import NOTHING, Taxed
from kontor.pricing.public import round_money


@dataclass(frozen=True, slots=True)
class InvoiceItem:
    """A position of an invoice."""

    title: str
    sku: str
    quantity: int
    rate: Decimal
    amount: Taxed


def share_of(amount: Taxed, *, before: int, pieces: int, of: int) -> Taxed:
    """Return the part of a line's amount that falls on some of its pieces.

    Counted from the pieces invoiced before, so that the parts of all deliveries add up to the line exactly.
    """

    def cut(total: Decimal) -> Decimal:
        return round_money(total * (before + pieces) / of) - round_money(total * before / of)

    gross, tax = cut(amount.gross), cut(amount.tax)
    return Taxed(gross - tax, tax, gross)


def sum_items(items: Iterable[InvoiceItem]) -> Taxed:
    """Return what the positions come to."""
    total = NOTHING
    for item in items:
        total += item.amount
    return total


def sum_by_rate(items: Sequence[InvoiceItem]) -> list[tuple[Decimal, Taxed]]:
    """Return net, tax and gross per VAT rate, highest rate first (§ 14 (4) no. 7 and 8 UStG)."""
    sums: dict[Decimal, Taxed] = {}
    for item in items:
        sums[item.rate] = sums.get(item.rate, NOTHING) + item.amount
    return sorted(sums.items(), reverse=True)


def invoice_number(prefix: str, year: int, sequence: int) -> str:
    """Return the number as people read it."""
    return f"{prefix}-{year}-{sequence:06d}"
