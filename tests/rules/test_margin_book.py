"""A margin is booked once over all documents of an invoice, at the rate of the day on which the goods went out."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kontor.accounting.rules import MarginBook, MarginPosted
from kontor.pricing.rules import tax_gross

D = Decimal
RATE = D(19)
margins = st.integers(min_value=-50_000, max_value=50_000).map(lambda value: D(value) / 100)


def test_a_margin_is_split_into_net_and_vat_at_the_rate_of_its_invoice():
    group = MarginBook([], {7: RATE}).book(7, D("119.00"))

    assert (group.tax_case, group.rate, group.net, group.tax) == ("margin_taxed", 19, 100, 19)


def test_no_margin_books_nothing_and_asks_no_rate():
    assert MarginBook([], {}).book(7, D(0)).net == 0


def test_a_correction_posts_what_is_left_to_the_cent():
    book = MarginBook([MarginPosted(7, D("0.10"), D("0.02"))], {7: RATE})

    back = book.book(7, D("-0.10"))

    assert (back.net, back.tax) == (D("-0.08"), D("-0.02"))


@given(st.lists(margins, max_size=8))
def test_all_documents_of_an_invoice_add_up_to_the_tax_of_their_sum(parts):
    book = MarginBook([], {7: RATE})

    groups = [book.book(7, part) for part in parts]

    whole = tax_gross(sum(parts, D(0)), RATE)
    booked = sum((group.tax for group in groups), D(0))
    # Nothing is booked for a part of nothing: it changes no sum either.
    assert booked == whole.tax
    assert sum((group.net for group in groups), D(0)) == whole.net
