"""Money is exact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontor.invoicing.rules import InvoiceItem, total_document
from kontor.kernel.money import CurrencyMismatch, Money, Taxed
from kontor.pricing.errors import AmountNotInCents, CountryUnknown, TotalsDisagree
from kontor.pricing.rules import (
    ItemToPrice,
    RatePeriod,
    RoundingMode,
    TaxCase,
    TaxFacts,
    TaxRounding,
    TaxTable,
    Terms,
    price_order,
    round_money,
    share_of,
    spread,
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
        ("DE", "reduced"): (RatePeriod(date(2021, 1, 1), None, D(7)),),
        ("FR", "standard"): (RatePeriod(date(2014, 1, 1), None, D(20)),),
    }
)  # fmt: skip


def price(
    lines,
    charges=(),
    *,
    country="DE",
    on=date(2026, 1, 1),
    gross=True,
    told=None,
    rounding="line",
    unit="0.01",
    **facts,
):
    """Price an order of a German merchant."""
    facts = TaxFacts(home="DE", ship_from="DE", ship_to=country, on=on, **facts)
    items = [ItemToPrice(D(amount), tax_class) for amount, tax_class in lines]
    return price_order(
        items,
        [D(it) for it in charges],
        facts=facts,
        terms=Terms(gross, TaxRounding(rounding), D(unit)),
        table=TABLE,
        told_total=told,
    )


class TestNetPrices:
    def test_are_rounded_by_the_line_or_by_the_sum_of_a_rate_as_the_channel_does(self):
        """Three at 0.13: 19 % of each is 0.02 (0.0247), of their sum 0.07 (0.0741)."""
        lines = [("0.13", "standard")] * 3

        by_line, by_rate = (price(lines, gross=False, rounding=mode).total for mode in ("line", "rate"))

        assert (by_line.tax, by_rate.tax) == (D("0.06"), D("0.07"))

    @given(
        st.lists(st.tuples(cents, st.sampled_from(["standard", "reduced"])), min_size=1, max_size=8),
        st.lists(cents, max_size=2),
    )
    def test_by_the_sum_of_a_rate_come_to_what_an_invoice_comes_to_and_leave_no_cent_over(self, lines, charges):
        lines = [(str(amount), tax_class) for amount, tax_class in lines]
        priced = price(lines, charges, gross=False, rounding="rate")

        every = [*priced.lines, *(part for parts in priced.charges for part in parts)]
        items = [InvoiceItem("x", "X", 1, it.rate, it.amount) for it in every]
        totals = total_document(items, gross_prices=False)
        assert sum((it.amount.gross for it in every), D(0)) == priced.total.gross == totals.gross
        assert (totals.tax, totals.rounding) == (priced.total.tax, 0)

    def test_by_the_sum_of_a_rate_move_no_line_by_more_than_a_cent(self):
        """Two at 500.00 less 999.90: the VAT of each line stays that of its net, to the cent."""
        priced = price([("500.00", "standard")] * 2, ["-999.90"], gross=False, rounding="rate")

        assert [line.amount.tax for line in priced.lines] == [D("95.00")] * 2
        assert priced.total == Taxed(D("0.10"), D("0.02"), D("0.12"))


class TestPriceOrder:
    def test_uses_the_rate_of_the_day(self):
        priced = price([("11.60", "standard")], on=date(2020, 12, 31))

        assert priced.total == Taxed(D("10.00"), D("1.60"), D("11.60"))

    def test_uses_the_rate_of_the_destination_inside_the_union(self):
        priced = price([("12.00", "standard")], country="FR", told=D("12.00"))

        assert priced.lines[0].rate == D(20)
        assert priced.tax.case is TaxCase.OSS

    def test_taxes_an_export_at_nothing(self):
        priced = price([("12.00", "standard")], country="CH")

        assert priced.total.tax == 0
        assert priced.tax.case is TaxCase.EXPORT

    def test_shares_shipping_out_over_the_rates_of_the_goods(self):
        """§: what goes with the goods is taxed like them. 30.00 at 19 % and 10.00 at 7 % share 4.99 as 3.74 and 1.25."""
        priced = price([("30.00", "standard"), ("10.00", "reduced")], ["4.99"], told=D("44.99"))

        assert [(part.tax_class, part.rate, part.amount.gross) for part in priced.charges[0]] == [
            ("reduced", D(7), D("1.25")), ("standard", D(19), D("3.74")),
        ]  # fmt: skip

    def test_taxes_shipping_like_goods_of_one_rate(self):
        priced = price([("10.00", "reduced")], ["4.99"])

        assert [part.rate for part in priced.charges[0]] == [D(7)]

    def test_shares_a_discount_out_exactly(self):
        priced = price([("10.00", "standard"), ("5.00", "reduced")], ["-1.00"])

        assert [part.amount.gross for part in priced.charges[0]] == [D("-0.33"), D("-0.67")]
        assert priced.total.gross == D("14.00")

    def test_shows_no_tax_on_goods_sold_by_the_margin(self):
        priced = price([("50.00", "margin"), ("10.00", "standard")])

        assert [(line.rate, line.amount.tax) for line in priced.lines] == [(D(0), D(0)), (D(19), D("1.60"))]

    def test_refuses_totals_that_do_not_add_up(self):
        with pytest.raises(TotalsDisagree) as refusal:
            price([("12.00", "standard")], told=D("12.01"))

        assert refusal.value.facts == {"told": D("12.01"), "computed": D("12.00")}

    def test_refuses_fractions_of_a_cent(self):
        with pytest.raises(AmountNotInCents):
            price([("0.001", "standard")])

    def test_refuses_what_is_no_country(self):
        with pytest.raises(CountryUnknown):
            price([("1", "standard")], country="XX")


class TestSpread:
    @given(
        st.decimals(D("-9999.99"), D("9999.99"), places=2), st.lists(st.decimals(D(0), D(999), places=2), min_size=1)
    )
    def test_adds_up_and_is_nowhere_a_cent_off(self, amount, weights):
        parts = spread(amount, weights)

        assert sum(parts, D(0)) == amount
        if total := sum(weights, D(0)):
            assert all(
                abs(part - amount * weight / total) <= D("0.01") for part, weight in zip(parts, weights, strict=True)
            )


class TestUnits:
    def test_yen_have_no_parts(self):
        taxed = price([("1025", "standard")], unit="1").total

        assert (taxed.net, taxed.tax, taxed.gross) == (D(861), D(164), D(1025))

    def test_an_amount_with_parts_of_a_yen_is_none(self):
        with pytest.raises(AmountNotInCents):
            price([("900.5", "standard")], unit="1")

    def test_a_dinar_has_a_thousand_parts(self):
        assert price([("1.005", "standard")], unit="0.001").total.gross == D("1.005")
