"""What is collected, and what money may still move."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontor.payments.rules import PaymentBalance, still_to_capture, still_to_come

D = Decimal
amounts = st.integers(min_value=0, max_value=100_000).map(lambda value: D(value) / 100)


def balance(authorized="100", captured="0", pending="0") -> PaymentBalance:
    return PaymentBalance(D(authorized), D(captured), D(pending), D(0), D(0), D(0))


class TestStillToCapture:
    def test_is_what_has_left_and_is_not_collected_yet(self):
        assert still_to_capture(D(90), balance(captured="20"), shipped=D(50), at_once=False) == 30

    def test_is_all_of_the_order_where_the_provider_collects_once(self):
        assert still_to_capture(D(90), balance(), shipped=D(50), at_once=True) == 90

    def test_is_never_more_than_what_was_authorised(self):
        assert still_to_capture(D(90), balance(authorized="60"), shipped=D(90), at_once=True) == 60

    def test_counts_what_is_on_its_way(self):
        assert still_to_capture(D(90), balance(pending="90"), shipped=D(90), at_once=False) == 0

    @given(amounts, amounts, amounts, amounts, amounts, st.booleans())
    def test_never_takes_more_than_the_order_or_the_authorisation(
        self, amount, authorized, captured, pending, shipped, at_once
    ):
        standing = PaymentBalance(authorized, captured, pending, D(0), D(0), D(0))

        more = still_to_capture(amount, standing, shipped=shipped, at_once=at_once)

        assert more >= 0
        assert not more or captured + pending + more <= min(amount, authorized)


@pytest.mark.parametrize(
    ("received", "elsewhere", "ended", "expected"),
    [("30", False, False, "70"), ("130", False, False, "0"), ("0", True, False, "0"), ("0", False, True, "0")],
)
def test_still_to_come_is_what_is_owed_and_not_here(received, elsewhere, ended, expected):
    assert still_to_come(D(100) - D(received), elsewhere=elsewhere, ended=ended) == D(expected)
