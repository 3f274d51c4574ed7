"""Which price a buyer gets: his group's list first, then the largest tier, then the newest period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kontor.pricing.public import AskedLine, ListPrice, PriceMissing, pick_price, price_lines

TODAY = date(2026, 11, 24)
DEALERS = 7


def price(amount: str, *, group=None, since=1, begins=date(2026, 1, 1), ends=None) -> ListPrice:
    return ListPrice("dealers" if group else "all", group, 1, since, Decimal(amount), begins, ends)


def picked(*prices: ListPrice, group=None, quantity=1, on=TODAY):
    found = pick_price(prices, group_id=group, quantity=quantity, on=on)
    return None if found is None else found.amount


class TestPickPrice:
    def test_takes_the_largest_tier_that_is_reached(self):
        tiers = (price("10"), price("9", since=5), price("8", since=20))

        assert [picked(*tiers, quantity=n) for n in (1, 4, 5, 19, 20, 500)] == [10, 10, 9, 9, 8, 8]

    def test_takes_the_list_of_the_buyers_group_even_where_the_other_is_cheaper(self):
        prices = (price("7"), price("8", group=DEALERS))

        assert picked(*prices, group=DEALERS) == 8
        assert picked(*prices, group=99) == 7

    def test_falls_back_to_the_list_for_everybody(self):
        assert picked(price("7"), group=DEALERS) == 7

    def test_keeps_to_half_open_periods_and_lets_the_newest_win(self):
        prices = (price("10"), price("6", begins=date(2026, 11, 20), ends=date(2026, 11, 24)))

        assert picked(*prices, on=date(2026, 11, 23)) == 6
        assert picked(*prices, on=date(2026, 11, 24)) == 10
        assert picked(*prices, on=date(2025, 12, 31)) is None

    def test_says_where_the_price_comes_from(self):
        assert price("9", group=DEALERS, since=5).source == "dealers ≥ 5"
        assert price("9").source == "all"


def ask(*lines: AskedLine, lists=None, own=None, group=None):
    found = price_lines(lines, lists or {}, own or {}, group_id=group, on=TODAY, currency="EUR")
    return [None if it is None else it.amount for it in found]


class TestPriceLines:
    def test_counts_the_pieces_of_an_article_over_all_its_lines(self):
        tiers = {1: [price("10"), price("9", since=5)]}

        assert ask(AskedLine(1, "T-1", 3, False), AskedLine(1, "T-1", 2, False), lists=tiers) == [9, 9]

    def test_leaves_alone_what_names_a_price_or_is_not_known_here(self):
        assert ask(AskedLine(1, "T-1", 3, True), AskedLine(None, "X", 1, False)) == [None, None]

    def test_takes_the_articles_own_price_where_no_list_has_it(self):
        assert ask(AskedLine(1, "T-1", 1, False), own={1: price("12")}) == [12]

    def test_refuses_an_article_without_a_price_by_its_number(self):
        with pytest.raises(PriceMissing, match="T-1"):
            ask(AskedLine(1, "T-1", 1, False))
