"""Rules of articles, for every value."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontor.catalog.errors import ArticleWrong
from kontor.catalog.rules import (
    MOST_VARIANTS,
    base_price,
    check_code,
    check_options,
    combine,
    is_mistyped_gtin,
    name_options,
    tidy_customs_number,
)

AMOUNTS = st.decimals("0.001", "9999", places=3)
WORDS = st.text("abcdefg", min_size=1, max_size=4)


@given(price=st.decimals("0.01", "99999", places=2), amount=AMOUNTS, unit=st.sampled_from(["g", "ml", "cm"]))
def test_base_price_of_a_small_unit_is_that_of_the_large_one(price, amount, unit):
    large, share = {"g": ("kg", 1000), "ml": ("l", 1000), "cm": ("m", 100)}[unit]

    assert base_price(price, amount=amount, unit=unit) == base_price(price, amount=amount / share, unit=large)


@given(text=st.text(max_size=14))
def test_tidy_customs_number_returns_figures_or_refuses(text):
    try:
        found = tidy_customs_number(text)
    except ArticleWrong:
        return
    assert found == "" or (found.isascii() and found.isdigit() and len(found) in (6, 8, 10, 11))


@given(code=st.text(max_size=8))
def test_check_code_lets_nothing_pass_that_cannot_be_seen(code):
    hidden = not code or any(unicodedata.category(sign) in {"Cf", "Cc", "Co", "Cs", "Zl", "Zp"} for sign in code)
    try:
        check_code(code)
    except ArticleWrong:
        assert hidden
    else:
        assert not hidden


@given(axes=st.lists(WORDS, unique=True, max_size=3), extra=WORDS)
def test_check_options_wants_one_value_along_each_axis(axes, extra):
    whole = dict.fromkeys(axes, "x")

    check_options(whole, axes)
    for wrong in [{**whole, f"{extra}!": "x"}, *({**whole, axis: ""} for axis in axes)]:
        with pytest.raises(ArticleWrong):
            check_options(wrong, axes)


@given(values=st.dictionaries(WORDS, st.lists(WORDS, max_size=6), max_size=4))
def test_combine_makes_each_combination_once(values):
    sizes = [len(set(found)) for found in values.values() if found]
    count = 1
    for size in sizes:
        count *= size
    try:
        found = combine(values)
    except ArticleWrong:
        assert len(sizes) > 3 or count > MOST_VARIANTS
        return
    assert len(found) == (count if sizes else 0)
    assert len({tuple(sorted(it.items())) for it in found}) == len(found)


def test_base_price_of_nothing_is_none():
    assert base_price(Decimal(1), amount=None, unit="kg") is None


@given(st.text("0123456789", min_size=7, max_size=13).filter(lambda it: len(it) in (7, 11, 12, 13)))
def test_one_of_ten_check_digits_is_right(body):
    assert sum(not is_mistyped_gtin(f"{body}{digit}") for digit in range(10)) == 1


@given(st.integers(0, 11), st.integers(1, 9))
def test_a_gtin_with_one_digit_mistyped_is_seen(place, by):
    good = "4006381333931"
    wrong = good[:place] + str((int(good[place]) + by) % 10) + good[place + 1 :]

    assert (is_mistyped_gtin(good), is_mistyped_gtin(wrong)) == (False, True)


@pytest.mark.parametrize("code", ["4006381333931", "036000291452", "96385074", "X001ABCDEF", "12345", ""])
def test_what_is_right_or_no_gtin_at_all_is_left_alone(code):
    assert not is_mistyped_gtin(code)


@given(st.lists(WORDS, min_size=1, max_size=3, unique=True), st.data())
def test_a_variant_is_called_by_each_of_its_options_in_the_order_of_the_axes(axes, data):
    options = {axis: data.draw(WORDS) for axis in reversed(axes)}

    assert name_options(options, axes) == " / ".join(options[axis] for axis in axes)
    assert name_options({}, axes) == ""
