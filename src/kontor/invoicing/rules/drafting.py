"""What stands on a document of an order: the VAT category of a position, why no VAT is shown, what goods by the margin cost."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kontor.invoicing.rules.items import InvoiceItem
from kontor.kernel.money import ZERO
from kontor.pricing.rules import (
    CATEGORY,
    MARGIN_CLASS,
    VOUCHER_CATEGORY,
    VOUCHER_CLASS,
    TaxCase,
    TaxDecision,
    TaxWhy,
    cap_purchases,
)

_UNTAXED = (TaxCase.EXPORT, TaxCase.SMALL_BUSINESS, TaxCase.DEEMED_SUPPLIER)
_MARGIN = CATEGORY[TaxCase.MARGIN]


def keep_agreed(decided: TaxDecision, agreed: TaxCase, vat_id: str) -> TaxDecision:
    """Where the goods left from may change the case, never what was charged: of another category it stays as it was agreed."""
    if CATEGORY[decided.case][0] != CATEGORY[agreed][0]:
        return TaxDecision(agreed, "", TaxWhy.AS_AGREED, vat_id)
    return decided


def category_of(case: TaxCase, tax_class: str, rate: Decimal) -> tuple[str, str]:
    """Return category and code of a position (EN 16931 BT-151, BT-121): goods sold by the margin stand apart unless nothing is
    taxed anyway (§ 25a (5) UStG), and what is taxed at nothing is Z.
    """
    if tax_class == MARGIN_CLASS and case not in _UNTAXED:
        return _MARGIN
    if tax_class == VOUCHER_CLASS:
        return VOUCHER_CATEGORY
    category, code = CATEGORY[case]
    return ("Z", "") if category == "S" and not rate else (category, code)


def is_by_margin(case: TaxCase, tax_class: str, rate: Decimal) -> bool:
    """Whether only the margin of a position is taxed: then the books need to know what the goods had cost."""
    return category_of(case, tax_class, rate) == _MARGIN


def reasons_of(items: Collection[InvoiceItem], case: TaxCase, words: Mapping[str, str]) -> dict[str, str]:
    """Return why no VAT is shown, for each category of the document that shows none, in the words of its language."""
    reasons: dict[str, str] = {}
    for category in dict.fromkeys(item.category for item in items):
        if category == VOUCHER_CATEGORY[0] and any(item.code == VOUCHER_CATEGORY[1] for item in items):
            told = [case.value] if category == CATEGORY[case][0] else []
            told += [TaxCase.MARGIN.value] if any((it.category, it.code) == _MARGIN for it in items) else []
            reasons[category] = "; ".join(words[it] for it in [*told, "voucher"])
        elif category == CATEGORY[case][0] and case.value in words:
            reasons[category] = words[case.value]
        elif category == _MARGIN[0]:
            reasons[category] = words[TaxCase.MARGIN.value]
    return reasons


def cap_margin(items: Sequence[InvoiceItem]) -> list[InvoiceItem]:
    """Goods that are sold by the margin have cost what they brought in at most; what goes beside them counts with their price."""
    mine = [item for item in items if (item.category, item.code) == _MARGIN]
    goods = [item for item in mine if item.line]
    if not goods:
        return list(items)
    beside = sum((item.amount.gross for item in mine if not item.line), ZERO)
    purchases = cap_purchases([it.amount.gross for it in goods], [it.purchase for it in goods], beside)
    capped = {id(item): purchase for item, purchase in zip(goods, purchases, strict=True)}
    return [replace(item, purchase=capped.get(id(item), ZERO)) for item in items]


def paid_of(gross: Decimal, *, received: Decimal, used: Decimal) -> Decimal:
    """Return how much of a document is paid already: what was received goes to the oldest documents first (``used``)."""
    return max(ZERO, min(gross, received - used))
