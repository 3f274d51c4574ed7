"""How a document of mixed goods is booked: vouchers, goods sold by the margin and the rest of a VAT group apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kontor.accounting.rules.postings import BookedGroup
from kontor.invoicing.rules import Sheet
from kontor.kernel.money import ZERO
from kontor.pricing.rules import CATEGORY, VOUCHER_CATEGORY, TaxCase, tax_gross

# The margin itself, which is taxed, beside what the goods had cost.
MARGIN_TAXED = "margin_taxed"


@dataclass(frozen=True, slots=True)
class MarginPosted:
    """What of the margin of an invoice and its corrections was posted, VAT in it, with a sign."""

    root_id: int
    amount: Decimal
    tax: Decimal


class MarginBook:
    """What of each invoice's margin is posted already: a correction posts the difference, so that all of them add up to it,
    at the rate of the day on which the goods went out (``rates``, by the id of the invoice).
    """

    def __init__(self, posted: Iterable[MarginPosted], rates: Mapping[int, Decimal]) -> None:
        self._rates = rates
        self._posted: dict[int, tuple[Decimal, Decimal]] = {}
        for row in posted:
            self._add(row.root_id, row.amount, row.tax)

    def _add(self, root_id: int, amount: Decimal, tax: Decimal) -> None:
        before, taxed = self._posted.get(root_id, (ZERO, ZERO))
        self._posted[root_id] = before + amount, taxed + tax

    def book(self, root_id: int, margin: Decimal) -> BookedGroup:
        """Return the group of a document's margin, with the VAT that is in it beside what is posted. ``root_id``: the invoice
        itself, or the one that is corrected.
        """
        if not margin:
            return BookedGroup(MARGIN_TAXED, ZERO, ZERO, ZERO)
        rate = self._rates[root_id]
        before, taxed = self._posted.get(root_id, (ZERO, ZERO))
        tax = tax_gross(before + margin, rate).tax - taxed
        self._add(root_id, margin, tax)
        return BookedGroup(MARGIN_TAXED, rate, margin - tax, tax)


def has_margin(sheet: Sheet) -> bool:
    """Whether goods sold by the margin stand on a document."""
    return any((it.category, it.code) == CATEGORY[TaxCase.MARGIN] for it in sheet.items)


def group_paper(sheet: Sheet, *, tax_case: str, root_id: int, book: MarginBook) -> list[BookedGroup]:
    """Return the VAT groups as they are booked. Goods sold by the margin and vouchers stand on the same paper as others, exempt,
    and are booked apart: what the goods had cost without VAT, the margin with it, and vouchers as what is owed for them.
    """
    by_margin = CATEGORY[TaxCase.MARGIN]
    groups = []
    for group in sheet.totals.groups:
        mine = [it for it in sheet.items if (it.category, it.rate) == (group.category, group.rate)]
        vouchers = sum((it.amount.gross for it in mine if (it.category, it.code) == VOUCHER_CATEGORY), ZERO)
        used = [it for it in mine if (it.category, it.code) == by_margin]
        charged = sum((it.amount.gross for it in used), ZERO)
        cost = sum((it.purchase for it in used), ZERO)
        groups += [
            BookedGroup(tax_case, group.rate, group.net - vouchers - charged, group.tax),
            BookedGroup("vouchers", ZERO, vouchers, ZERO), BookedGroup(TaxCase.MARGIN.value, ZERO, cost, ZERO),
            book.book(root_id, charged - cost),
        ]  # fmt: skip
    return groups
