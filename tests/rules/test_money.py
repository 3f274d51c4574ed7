"""Money is exact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontor.invoicing.rules import share_of
from kontor.kernel.money import CurrencyMismatch, Money, Taxed
from kontor.pricing.errors import AmountNotInCents, CountryUnknown, TotalsDisagree
from kontor.pricing.rules import (
    ItemToPrice,
    RatePeriod,
    RoundingMode,
    TaxSituation,
    TaxTable,
    price_order,
    round_money,
    tax_gross,
    tax_net,
)

D = Decimal
cents = st.integers(min_value=0, max_value=10_000_000).map(lambda value: D(value) / 100)
rates = st.sampled_from([D(0), D(5), D(7), D(16), D(19), D("17.5"), D(20), D(25)])


class TestMoney:
    def test_of_two_currencies_never_adds(self):
        with pytest.raises(CurrencyMismatch):
            Money(D(1), "EUR") + Money(D(1), "GBP")

    def test_is_never_a_float(self):
        with pytest.raises(TypeError):
            Money(1.5, "EUR")

    def test_taxed_is_net_and_tax_by_construction(self):
        with pytest.raises(ValueError, match="is not"):
            Taxed(D("1.00"), D("0.19"), D("1.20"))


class TestTax:
    @given(cents, rates)
    def test_taken_out_of_gross_leaves_gross_as_it_was(self, gross, rate):
        taxed = tax_gross(gross, rate)

        assert taxed.gross == gross
        assert taxed.net + taxed.tax == gross
        assert abs(taxed.tax - gross * rate / (100 + rate)) <= D("0.005")

    @given(cents, rates)
    def test_added_to_net_leaves_net_as_it_was(self, net, rate):
        assert tax_net(net, rate).net == net

    def test_half_a_cent_goes_up_in_the_commercial_mode_and_to_even_in_the_other(self):
        assert round_money(D("0.125")) == D("0.13")
        assert round_money(D("0.125"), RoundingMode.BANKERS) == D("0.12")

    @given(cents, rates, st.integers(1, 12), st.data())
    def test_parts_of_a_line_add_up_to_the_line_however_it_is_split(self, gross, rate, ordered, data):
        line = tax_gross(gross, rate)
        before, parts = 0, []
        while before < ordered:
            pieces = data.draw(st.integers(1, ordered - before))
            parts.append(share_of(line, before=before, pieces=pieces, of=ordered))
            before += pieces

        assert sum((part.gross for part in parts), D(0)) == line.gross
        assert sum((part.tax for part in parts), D(0)) == line.tax


TABLE = TaxTable(
    {
        ("DE", "standard"): (
            RatePeriod(date(2021, 1, 1), None, D(19)), RatePeriod(date(2020, 7, 1), date(2021, 1, 1), D(16)),
        ),
        ("FR", "standard"): (RatePeriod(date(2014, 1, 1), None, D(20)),),
    }
)  # fmt: skip


def situation(country="DE", on=date(2026, 1, 1), gross=True):
    return TaxSituation(country, "DE", on, gross)


class TestPriceOrder:
    def test_uses_the_rate_of_the_day(self):
        items = [ItemToPrice(D("11.60"), "standard")]

        priced = price_order(items, situation=situation(on=date(2020, 12, 31)), table=TABLE, told_total=None)

        assert priced.total == Taxed(D("10.00"), D("1.60"), D("11.60"))

    def test_uses_the_rate_of_the_destination_inside_the_union(self):
        priced = price_order(
            [ItemToPrice(D("12.00"), "standard")],
            situation=situation("FR"),
            table=TABLE,
            told_total=D("12.00"),
        )

        assert priced.items[0].rate == D(20)

    def test_taxes_an_export_at_nothing(self):
        priced = price_order(
            [ItemToPrice(D("12.00"), "standard")], situation=situation("CH"), table=TABLE, told_total=None
        )

        assert priced.total.tax == 0

    def test_refuses_totals_that_do_not_add_up(self):
        with pytest.raises(TotalsDisagree) as refusal:
            price_order(
                [ItemToPrice(D("12.00"), "standard")],
                situation=situation(),
                table=TABLE,
                told_total=D("12.01"),
            )

        assert refusal.value.facts == {"told": D("12.01"), "computed": D("12.00")}

    def test_refuses_fractions_of_a_cent(self):
        with pytest.raises(AmountNotInCents):
            price_order([ItemToPrice(D("0.001"), "standard")], situation=situation(), table=TABLE, told_total=None)

    def test_refuses_what_is_no_country(self):
        with pytest.raises(CountryUnknown):
            price_order([ItemToPrice(D(1), "standard")], situation=situation("XX"), table=TABLE, told_total=None)
