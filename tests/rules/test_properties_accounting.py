"""What holds of the books for every amount: nothing is booked one-sided, and what is taken back leaves nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kontor.accounting.rules import (
    DEBTORS,
    DEFAULT_STEPS,
    BookedGroup,
    DatevHeader,
    DatevRow,
    Entry,
    OpenItem,
    PaperToPost,
    Role,
    Source,
    account_of,
    chain,
    describe_money,
    find_interest,
    judge_item,
    keep_until,
    line_of_return,
    make_archive_link,
    make_link,
    name_cells,
    post_money,
    post_paper,
    post_reminder,
    post_settlement,
    post_voucher,
    quarter_end,
    sort_booking,
    write_debtors,
    write_postings,
)
from kontor.accounting.rules.datev import COLUMNS, in_ansi
from kontor.accounting.rules.retention import YEARS

CHARTS = st.sampled_from(["SKR03", "SKR04"])
CASES = st.sampled_from(
    ["domestic", "origin", "oss", "registered", "intra_community", "reverse_charge", "export", "small_business", "margin",
     "margin_taxed", "deemed_supplier", "vouchers"]
)  # fmt: skip
RATES = st.sampled_from([D(0), D(5), D(7), D("5.5"), D(16), D(19), D(25)])
CENTS = st.integers(-10_000_000, 10_000_000).map(lambda n: D(n) / 100)
PAID = st.integers(1, 10_000_000).map(lambda n: D(n) / 100)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
TEXTS = st.text(max_size=80)
DEBTOR = 10_007


def entries():
    return st.builds(
        Entry, st.just(DEBTOR), st.integers(1000, 9999), PAID, tax=st.just(D(0)), rate=RATES, tax_case=CASES,
        country=st.sampled_from(["DE", "FR"]), vat_id=st.just("FR12345678901"), document=TEXTS, due_on=st.none() | DAYS,
        supplied_on=st.none() | DAYS, text=TEXTS,
    )  # fmt: skip


class TestPostings:
    @given(CHARTS, CASES, RATES)
    def test_every_case_has_an_account_of_its_chart_that_no_debtor_has(self, chart, case, rate):
        assert 0 < account_of(chart, case, rate) < DEBTORS.start

    @given(CHARTS)
    def test_no_two_roles_share_an_account(self, chart):
        assert len({account_of(chart, role) for role in Role}) == len(Role)

    @given(CHARTS, st.lists(st.builds(BookedGroup, CASES, RATES, CENTS, st.just(D(0))), max_size=6), CENTS)
    def test_of_a_document_come_to_what_the_debtor_owes_and_are_positive(self, chart, groups, rounding):
        made = post_paper(PaperToPost("1", chart, DEBTOR, groups, rounding))

        owed = sum((it.amount if it.debit == DEBTOR else -it.amount for it in made), D(0))
        assert owed == sum((it.net + it.tax for it in groups), D(0)) + rounding
        assert all(it.amount > 0 and DEBTOR in (it.debit, it.credit) and it.debit != it.credit for it in made)

    @given(CHARTS, st.lists(st.builds(BookedGroup, CASES, RATES, CENTS, st.just(D(0))), max_size=6), CENTS)
    def test_of_a_document_that_takes_all_back_go_the_other_way_round(self, chart, groups, rounding):
        back = [BookedGroup(it.tax_case, it.rate, -it.net, -it.tax) for it in groups]

        there = post_paper(PaperToPost("1", chart, DEBTOR, groups, rounding))
        again = post_paper(PaperToPost("2", chart, DEBTOR, back, -rounding))
        assert [(it.debit, it.credit, it.amount) for it in there] == [(it.credit, it.debit, it.amount) for it in again]

    @given(CHARTS, st.booleans(), PAID, st.sampled_from([("captured", "refunded"), ("returned", "disputed")]))
    def test_of_money_that_came_and_went_leave_nothing(self, chart, elsewhere, amount, kinds):
        came, went = (
            post_money(kind=kind, chart=chart, debtor=DEBTOR, elsewhere=elsewhere, amount=amount, text="")
            for kind in kinds
        )
        assert (came.debit, came.credit, came.amount) == (went.credit, went.debit, went.amount)

    @given(st.sampled_from(["captured", "refunded", "unbooked"]), st.text(max_size=200), st.booleans())
    def test_of_money_say_what_it_did_and_for_which_order_in_sixty_signs(self, kind, reference, at_channel):
        said = describe_money(kind=kind, order="100077", reference=reference, at_channel=at_channel)
        assert "100077" in said
        assert len(said) <= 60
        assert said == said.strip()

    @pytest.mark.parametrize(
        ("reference", "said"),
        [
            ("office:5f0c", "Zahlung 100077"), ("bank:812", "Zahlung 100077"), ("K" + "0a" * 16, "Zahlung 100077"),
            ("api:TX-9", "Zahlung 100077 TX-9"), ("Kontoauszug 4 #5f0c", "Zahlung 100077 Kontoauszug 4"),
            ("8MC585209K746392H:1", "Zahlung 100077 8MC585209K746392H:1"),
        ],
    )  # fmt: skip
    def test_of_money_name_nothing_that_only_this_house_knows(self, reference, said):
        assert describe_money(kind="captured", order="100077", reference=reference, at_channel=False) == said

    @given(CHARTS, PAID)
    def test_of_a_voucher_that_gave_back_leave_nothing(self, chart, amount):
        used, back = (
            post_voucher(kind=kind, chart=chart, debtor=DEBTOR, amount=amount, text="")
            for kind in ("redeemed", "returned")
        )
        assert (used.credit, back.debit, used.debit) == (DEBTOR, DEBTOR, back.credit)

    @given(CHARTS, CENTS.map(abs), CENTS.map(abs))
    def test_of_a_reminder_come_to_what_it_costs(self, chart, fee, interest):
        made = post_reminder(chart=chart, debtor=DEBTOR, fee=fee, interest=interest, text="")
        assert sum((it.amount for it in made), D(0)) == fee + interest
        assert {it.debit for it in made} <= {DEBTOR}

    @given(CHARTS, st.text(max_size=30), CENTS, CENTS)
    def test_of_a_settlement_move_each_amount_once_over_the_clearing_account(self, chart, kind, amount, fee):
        made = post_settlement(chart=chart, kind=kind, amount=amount, fee=fee, text="")
        assert len(made) <= 1
        assert all(it.amount > 0 and account_of(chart, Role.CLEARING) in (it.debit, it.credit) for it in made)

    @given(st.text(max_size=40))
    def test_a_booking_is_sorted_alike_in_capitals(self, kind):
        assume(kind.upper().lower() == kind.lower())
        assert sort_booking(kind) == sort_booking(kind.upper())


class TestTheChain:
    @given(st.lists(entries(), min_size=2, max_size=6), st.data())
    def test_shows_every_change_and_every_gap(self, rows, data):
        links = [
            make_link(sequence=n, source=str(Source("paper", n)), position=0, booked_on=date(2026, 11, 1), currency="EUR",
                      entry=row, evidence="")
            for n, row in enumerate(rows, 1)
        ]  # fmt: skip
        whole = chain(links)
        place = data.draw(st.integers(0, len(links) - 2))

        assert [previous for previous, _ in whole[1:]] == [digest for _, digest in whole[:-1]]
        assert chain([it for it in links if it is not links[place]])[-1] != whole[-1]
        changed = make_link(
            sequence=links[place].sequence, source="paper:999", position=0, booked_on=date(2026, 11, 1), currency="EUR",
            entry=rows[place], evidence="",
        )  # fmt: skip
        assert chain([*links[:place], changed, *links[place + 1 :]])[-1] != whole[-1]

    @given(st.sampled_from(sorted(YEARS)), st.integers(1, 10**9), DAYS)
    def test_knows_two_documents_apart(self, kind, number, day):
        one, other = (
            make_archive_link(sequence=1, kind=kind, document_id=it, made_on=day, keep_until=day, evidence="")
            for it in (number, number + 1)
        )
        assert chain([one]) != chain([other])


class TestDunning:
    @given(
        amount=CENTS.map(abs), due=DAYS, days=st.integers(-30, 400), company=st.booleans(), level=st.integers(0, 3),
        costs=CENTS.map(abs),
    )  # fmt: skip
    def test_asks_for_what_is_open_and_goes_up_one_level_at_most(self, amount, due, days, company, level, costs):
        on = due + timedelta(days=days)
        reminded = {n: due + timedelta(days=n) for n in range(1, level + 1)}
        item = OpenItem(1, "1", 1, "EUR", amount, due, company=company, name="", reminded=reminded, costs=costs)
        base = [(date(year, month, 1), D("1.27")) for year in range(2019, 2038) for month in (1, 7)]

        told = judge_item(item, DEFAULT_STEPS, base, on)

        assert told.level in (0, level + 1)
        assert told.total >= amount
        assert told.level or (told.fee, told.interest) == (0, 0)
        assert not told.level or (on > due and told.pay_by > on)

    @given(PAID, DAYS, st.integers(0, 400), st.integers(0, 400), st.booleans())
    def test_interest_grows_with_time_and_never_below_nothing(self, amount, since, days, more, company):
        base = [(date(year, month, 1), D("-0.88")) for year in range(2019, 2040) for month in (1, 7)]

        sooner = find_interest(amount, since, since + timedelta(days=days), base, company=company)
        later = find_interest(amount, since, since + timedelta(days=days + more), base, company=company)

        assert 0 <= sooner <= later

    @given(PAID, DAYS)
    def test_no_interest_is_invented_where_no_base_rate_is_known(self, amount, since):
        assert find_interest(amount, since, since + timedelta(days=1), [], company=True) is None


class TestFiles:
    HEADER = DatevHeader(
        1001, 1, datetime(2026, 12, 1, tzinfo=UTC), date(2026, 1, 1), date(2026, 11, 1), date(2026, 11, 30), "x"
    )

    @given(st.lists(st.builds(DatevRow, DAYS, entries(), TEXTS), max_size=4))
    def test_for_datev_have_a_line_for_each_posting_whatever_its_texts_hold(self, rows):
        lines = write_postings(self.HEADER, rows).decode("cp1252").split("\r\n")

        assert len(lines) == len(rows) + 3
        assert lines[0].startswith('"EXTF";700;21;')
        assert all(
            f"{row.entry.amount:.2f}".replace(".", ",") in line for row, line in zip(rows, lines[2:], strict=False)
        )

    @given(st.builds(DatevRow, DAYS, entries(), TEXTS))
    def test_for_datev_name_only_columns_that_there_are(self, row):
        assert set(name_cells(row, "EUR")) <= set(COLUMNS)

    @given(st.lists(st.tuples(st.integers(10_000, 69_999), TEXTS), max_size=5))
    def test_of_debtors_have_a_line_each(self, debtors):
        lines = write_debtors(self.HEADER, debtors).decode("cp1252").split("\r\n")
        assert [line.split(";")[0] for line in lines[2:-1]] == [str(number) for number, _ in debtors]

    @given(TEXTS)
    def test_hold_no_sign_that_datev_lacks_and_nothing_is_written_twice_over(self, text):
        written = in_ansi(text)
        assert written.encode("cp1252").decode("cp1252") == written
        assert in_ansi(written) == written


class TestDays:
    @given(DAYS)
    def test_a_quarter_ends_in_its_own_quarter_on_the_last_day(self, day):
        end = quarter_end(day)
        assert end >= day
        assert ((end.month - 1) // 3, end.year) == ((day.month - 1) // 3, day.year)
        assert quarter_end(end + timedelta(days=1)) > end + timedelta(days=80)

    @given(st.sampled_from(sorted(YEARS)), DAYS)
    def test_a_document_is_kept_six_years_at_least_and_to_the_end_of_one(self, kind, day):
        until = keep_until(kind, day)
        assert (until.month, until.day) == (12, 31)
        assert until.year - day.year >= 6

    def test_of_an_unknown_kind_nobody_guesses(self):
        with pytest.raises(KeyError):
            keep_until("napkin", date(2026, 1, 1))

    @given(CASES, RATES)
    def test_every_case_has_its_line_in_the_return_or_none(self, case, rate):
        assert line_of_return(case, rate) in {"81", "86", "35", "48", "41", "43", "21", "45", ""}
