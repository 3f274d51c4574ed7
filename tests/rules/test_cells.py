"""What a stranger typed is no formula in the spreadsheet of whoever opens a file."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kontor.kernel.cells import inert_cell


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_would_be_computed_begins_with_an_apostrophe(text):
    assert inert_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "cell"), [(Decimal("-5.00"), "-5.00"), (-3, "-3"), ("a-b", "a-b"), (None, ""), ("", "")]
)
def test_numbers_and_plain_texts_stay_what_they_are(value, cell):
    assert inert_cell(value) == cell
