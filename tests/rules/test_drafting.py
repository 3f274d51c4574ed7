"""What stands on a document of an order, as the law names it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kontor.invoicing.rules import InvoiceItem, cap_margin, category_of, is_by_margin, keep_agreed, paid_of, reasons_of
from kontor.pricing.rules import (
    MARGIN_CLASS,
    VOUCHER_CLASS,
    TaxCase,
    TaxDecision,
    TaxWhy,
    tax_gross,
)

D = Decimal
WORDS = {case.value: case.value for case in TaxCase if case not in (TaxCase.DOMESTIC, TaxCase.OSS)} | {
    "voucher": "Gutschein"
}


def item(gross: str, category: str, code: str = "", *, line=1, purchase="0") -> InvoiceItem:
    return InvoiceItem("Tasse", "T-1", 1, D(0), tax_gross(D(gross), D(0)), category, code, line, purchase=D(purchase))


class TestCategory:
    @pytest.mark.parametrize(
        ("case", "tax_class", "rate", "expected"),
        [
            (TaxCase.DOMESTIC, "standard", "19", ("S", "")),
            (TaxCase.DOMESTIC, "zero", "0", ("Z", "")),
            (TaxCase.INTRA_COMMUNITY, "standard", "0", ("K", "VATEX-EU-IC")),
            (TaxCase.EXPORT, "standard", "0", ("G", "VATEX-EU-G")),
            (TaxCase.SMALL_BUSINESS, "standard", "0", ("E", "")),
            (TaxCase.DOMESTIC, MARGIN_CLASS, "0", ("E", "VATEX-EU-J")),
            (TaxCase.SMALL_BUSINESS, MARGIN_CLASS, "0", ("E", "")),
            (TaxCase.EXPORT, MARGIN_CLASS, "0", ("G", "VATEX-EU-G")),
            (TaxCase.DOMESTIC, VOUCHER_CLASS, "0", ("E", "VATEX-EU-O")),
        ],
    )
    def test_of_a_position_is_the_one_of_its_case_and_goods(self, case, tax_class, rate, expected):
        assert category_of(case, tax_class, D(rate)) == expected

    def test_by_margin_asks_what_the_goods_had_cost_only_where_the_margin_is_taxed(self):
        assert is_by_margin(TaxCase.DOMESTIC, MARGIN_CLASS, D(0))
        assert not is_by_margin(TaxCase.EXPORT, MARGIN_CLASS, D(0))
        assert not is_by_margin(TaxCase.DOMESTIC, "standard", D(19))


class TestKeepAgreed:
    def test_never_changes_what_was_charged(self):
        decided = TaxDecision(TaxCase.EXPORT, "", TaxWhy.SAME_COUNTRY)

        assert keep_agreed(decided, TaxCase.DOMESTIC, "") == TaxDecision(TaxCase.DOMESTIC, "", TaxWhy.AS_AGREED, "")

    def test_lets_the_country_change_where_the_category_stays(self):
        decided = TaxDecision(TaxCase.REGISTERED, "PL", TaxWhy.STOCK_ABROAD)

        assert keep_agreed(decided, TaxCase.DOMESTIC, "") is decided


class TestReasons:
    def test_are_told_for_each_category_without_vat_and_for_no_other(self):
        assert reasons_of([item("10", "S")], TaxCase.DOMESTIC, WORDS) == {}
        assert reasons_of([item("10", "K", "VATEX-EU-IC")], TaxCase.INTRA_COMMUNITY, WORDS) == {"K": "intra_community"}

    def test_name_the_margin_beside_goods_that_are_taxed(self):
        items = [item("10", "S"), item("20", "E", "VATEX-EU-J")]

        assert reasons_of(items, TaxCase.DOMESTIC, WORDS) == {"E": TaxCase.MARGIN.value}

    def test_name_all_that_share_a_category(self):
        items = [item("10", "E"), item("20", "E", "VATEX-EU-J"), item("5", "E", "VATEX-EU-O", line=0)]

        assert reasons_of(items, TaxCase.SMALL_BUSINESS, WORDS) == {"E": "small_business; margin; Gutschein"}


class TestCapMargin:
    def test_counts_no_loss_of_one_article_against_another(self):
        capped = cap_margin(
            [item("50", "E", "VATEX-EU-J", purchase="80"), item("30", "E", "VATEX-EU-J", line=2, purchase="10")]
        )

        assert [it.purchase for it in capped] == [50, 10]

    def test_spreads_what_was_taken_off_over_the_goods(self):
        capped = cap_margin([item("50", "E", "VATEX-EU-J", purchase="50"), item("-10", "E", "VATEX-EU-J", line=0)])

        assert [it.purchase for it in capped] == [40, 0]

    def test_leaves_other_goods_alone(self):
        items = [item("50", "S", purchase="3")]

        assert cap_margin(items) == items


def test_what_was_received_pays_the_oldest_document_first():
    assert paid_of(D(30), received=D(50), used=D(0)) == 30
    assert paid_of(D(30), received=D(50), used=D(30)) == 20
    assert paid_of(D(30), received=D(50), used=D(60)) == 0
