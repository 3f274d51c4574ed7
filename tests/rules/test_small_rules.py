"""Rules of one screen each."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontor.access.rules import is_allowed, unknown_capabilities
from kontor.flows.imports.tables.cells import cell_text
from kontor.kernel.ids import new_uuid
from kontor.kernel.numbers import find_decimal_sign, read_number
from kontor.kernel.text import UnusableText, clean_text
from kontor.legal_entities.rules import find_lacking_on_papers
from kontor.locations.errors import AnotherCompany, SamePlace
from kontor.locations.rules import Calendar, check_way, ship_by
from kontor.messaging.rules import (
    BUYER_KINDS,
    fill_placeholders,
    find_built_in,
    is_one_address,
    list_unknown_placeholders,
    one_line,
)
from kontor.orders.errors import NothingToCancel
from kontor.orders.rules import LineFacts, split_cancellation

BERLIN = Calendar("Europe/Berlin", "DE", (1, 2, 3, 4, 5), time(14), 0, frozenset({date(2026, 11, 24)}))


class TestShipBy:
    def test_is_today_before_the_cut_off(self):
        assert ship_by(BERLIN, datetime(2026, 11, 20, 12, 59, tzinfo=UTC)).date() == date(2026, 11, 20)

    def test_is_the_next_working_day_after_it_and_skips_closed_days(self):
        assert ship_by(BERLIN, datetime(2026, 11, 20, 13, 0, tzinfo=UTC)).date() == date(2026, 11, 23)
        assert ship_by(BERLIN, datetime(2026, 11, 23, 13, 0, tzinfo=UTC)).date() == date(2026, 11, 25)

    def test_skips_public_holidays(self):
        assert ship_by(BERLIN, datetime(2026, 12, 24, 15, 0, tzinfo=UTC)).date() == date(2026, 12, 28)


class TestCapabilities:
    def test_writing_includes_reading_but_not_the_other_way_round(self):
        assert is_allowed(["orders:write"], "orders:read")
        assert not is_allowed(["orders:read"], "orders:write")
        assert not is_allowed([], "orders:read")

    def test_unknown_ones_are_named(self):
        assert unknown_capabilities(["orders:fly", "*"]) == ["orders:fly"]


class TestText:
    @pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x" * 11])
    def test_that_cannot_be_stored_is_refused(self, text):
        with pytest.raises(UnusableText):
            clean_text(text, 10)

    def test_is_stored_in_one_form(self):
        assert clean_text(" Mu\u0308ller ", 10) == "Müller"


class TestPlaceholders:
    def test_are_filled_in_one_pass(self):
        assert fill_placeholders("{{ a }} {{b}} {{ x.y }}", {"a": "{{ b }}", "b": "B"}) == "{{ b }} B {{ x.y }}"

    def test_never_smuggle_a_header(self):
        assert one_line("a@b.de\r\nBcc: x@y.de") == "a@b.de Bcc: x@y.de"


class TestSplitCancellation:
    LINE = LineFacts(1, 10, 5, 2, 1, 2, 0)

    def test_takes_what_is_short_first(self):
        assert split_cancellation(self.LINE, 3) == {"short": 2, "reserved": 1}

    @pytest.mark.parametrize("quantity", [8, 0, -1])
    def test_never_takes_what_is_picked(self, quantity):
        with pytest.raises(NothingToCancel):
            split_cancellation(self.LINE, quantity)


def test_uuids_sort_by_birth_and_are_version_7():
    made = [new_uuid() for _ in range(3)]

    assert {uuid.version for uuid in made} == {7}
    assert len(set(made)) == 3


class TestANumber:
    @pytest.mark.parametrize(
        ("text", "decimal", "value"),
        [
            ("0.125", ",", "0.125"), ("0,125", ".", "0.125"), ("-0.500", ",", "-0.5"), ("1.299", ",", "1299"),
            ("1.299", ".", "1.299"), ("1.234,50", ".", "1234.50"), ("12.000", ",", "12000"),
        ],
    )  # fmt: skip
    def test_has_a_group_of_three_only_behind_other_figures(self, text, decimal, value):
        assert read_number(text, decimal) == Decimal(value)

    @pytest.mark.parametrize(
        ("texts", "sign"),
        [
            (["0.125", "12.000"], "."), (["1.2345"], "."), (["1,5", "1.000"], ","), (["1.000", "2.000"], None),
            (["1,5", "0.5"], None), (["1.234,50"], ","), (["12345"], None),
        ],
    )  # fmt: skip
    def test_of_a_file_tells_by_which_sign_the_fractions_begin(self, texts, sign):
        assert find_decimal_sign(texts) == sign


class TestACell:
    @pytest.mark.parametrize(
        ("kept", "typed"),
        [("'s-Gravenhage", "'s-Gravenhage"), ("'01067", "01067"), ("'=1+1", "=1+1"), ("'t Harde", "'t Harde")],
    )
    def test_loses_the_sign_of_a_text_and_no_apostrophe_of_a_place(self, kept, typed):
        assert cell_text(kept) == typed


class TestAWording:
    @given(st.sampled_from(BUYER_KINDS), st.sampled_from(["de", "en"]))
    def test_that_is_built_in_holds_only_placeholders_that_are_filled_in(self, kind, language):
        found = find_built_in(kind, language)

        assert found is not None
        assert list_unknown_placeholders(found.subject + found.body) == []

    @given(st.text(alphabet="abc {}%", max_size=30))
    def test_names_what_nobody_fills_in(self, name):
        unknown = list_unknown_placeholders("{{ name }} {{" + name.replace("}", "") + "}}")

        assert unknown == ([name.replace("}", "").strip()[:60]])


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_mail_has_one_reader_whatever_his_address_hides(before, after):
    known = is_one_address(f"{before}@{after}")
    assert not known or not set("@,;<> \r\n\t") & set(before + after)
    assert not is_one_address(f"{before}@{after}, b@example.org")
    assert not is_one_address(f"{before}@{after}\r\nBcc: b@example.org")


@given(*[st.sampled_from(["", "x"])] * 4)
def test_a_company_writes_invoices_once_it_has_an_address_and_a_number(street, city, vat_id, tax_number):
    lacking = find_lacking_on_papers(street=street, city=city, vat_id=vat_id, tax_number=tax_number)
    assert (not lacking) == bool(street and city and (vat_id or tax_number))


@given(*[st.integers(1, 3)] * 4)
def test_pieces_are_carried_between_two_locations_of_one_company(start, company, goal, other):
    if start != goal and company == other:
        check_way((start, company), (goal, other))
        return
    with pytest.raises(SamePlace if start == goal else AnotherCompany):
        check_way((start, company), (goal, other))
