"""What banks write: every file is read whole, or refused by name."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from bank_files import camt, entry
from kontor.payments.public import Claim, Matcher, Statement, StatementUnreadable, find_iban, read_statements
from kontor.payments.rules import BankLine, Kept, find_fresh

DAY = date(2026, 11, 20)
SPECS = Path(os.environ.get("KONTOR_SPECS", Path(__file__).parents[3] / "shared" / "specs"))
# Files of banks that are read, and how many transactions they hold; every other one is refused with its reason.
READ = {
    "ASNB/mt940.txt": 8, "citi/mt940.txt": 5, "jejik/rabobank-iban.sta": 4, "mBank/mt940.sta": 3,
    "self-provided/february_30.sta": 1, "self-provided/gv_codes.sta": 2, "self-provided/long_statement_number.sta": 0,
    "self-provided/transaction_details_wrapped.sta": 1,
    "camt052.v2.with-account-name.xml": 1, "camt052.v4.xml": 0, "camt052.v6.xml": 0, "camt052.v8.xml": 1,
    "camt054.v2.with-account-name.xml": 1, "camt53.only-Dt-with-DtTm.xml": 0,
}  # fmt: skip


class TestABanksFile:
    def test_is_read_whole_or_refused_by_name(self):
        files = [
            path for path in sorted((SPECS / "mt940").rglob("*")) + sorted((SPECS / "camt").rglob("*.xml"))
            if path.suffix in (".sta", ".txt", ".xml") and path.name not in ("requirements.txt", "SOURCE.txt")
        ]  # fmt: skip
        if not files:
            pytest.skip(f"left out: {SPECS / 'mt940'} is not here (set KONTOR_SPECS)")
        read, refused = {}, {}
        for path in files:
            name = path.name if path.suffix == ".xml" else f"{path.parent.name}/{path.name}"
            try:
                read[name] = sum(len(it.lines) for it in read_statements(path.read_bytes()))
            except StatementUnreadable as refusal:
                refused[name] = str(refusal)

        assert {name: read[name] for name in READ} == READ
        assert set(read) == set(READ)
        assert all(refused.values())

    def test_tells_amount_payer_and_purpose(self):
        found = read_statements(camt(entry("19.90", "100001 Danke"), closing="119.90"))

        line = found[0].lines[0]
        assert (line.amount, line.currency, line.name, line.iban, line.purpose) == (
            D("19.90"), "EUR", "Erika Muster", "DE89370400440532013000", "100001 Danke",
        )  # fmt: skip

    def test_leaves_out_what_is_only_announced(self):
        assert read_statements(camt(entry("19.90", "x", status="PDNG")))[0].lines == ()

    def test_shows_money_that_went_as_negative(self):
        assert read_statements(camt(entry("19.90", "x", sign="DBIT"), closing="80.10"))[0].lines[0].amount == D(
            "-19.90"
        )

    @pytest.mark.parametrize(("sign", "amount"), [("DBIT", D("-10.00")), ("CRDT", D("10.00"))])
    def test_shows_a_reversal_in_its_own_direction(self, sign, amount):
        """A direct debit that came back is money that went, whatever it reverses."""
        line = entry("10.00", "Rücklastschrift", sign=sign).replace("<Sts>", "<RvslInd>true</RvslInd><Sts>")

        assert read_statements(camt(line, closing=str(100 + amount)))[0].lines[0].amount == amount

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "empty"),
            (b"hello", "neither CAMT"),
            (b"<a/>", "no statement"),
            (b"<a", "well-formed"),
            (camt(head="<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"), "document type"),
            (camt(entry("19.90", "x"), closing="119.91"), "opening to the closing"),
            (camt(entry("abc", "x")), "amount cannot be read"),
            (b":20:X\n:25:1234\n:61:garbage\n", "breaks the rules of MT940"),
        ],
    )
    def test_that_is_broken_is_refused_with_the_reason(self, content, words):
        with pytest.raises(StatementUnreadable, match=words):
            read_statements(content)


CLAIMS = [
    Claim(1, D("19.90"), "EUR", ("100001", "W-77", "MU-2026-000001"), "Erika Muster"),
    Claim(2, D("30.00"), "EUR", ("100002",), "Max Beispiel", frozenset({"DE89370400440532013000"})),
    Claim(3, D("30.00"), "EUR", ("100003",), "Alpen GmbH"),
    Claim(4, D("30.00"), "USD", ("100004",), "Max Beispiel"),
]


def best(amount, purpose="", name="", iban=""):
    line = BankLine(date(2026, 11, 20), date(2026, 11, 20), D(amount), "EUR", purpose, name, iban)
    found = Matcher(CLAIMS).propose(line)
    return (found[0].shares, found[0].automatic, found[0].reasons) if found else None


class TestMatch:
    @pytest.mark.parametrize(
        "purpose", ["100001", "Bestellung 100001 vom 3.11.", "RE MU-2026-000001", "mu 2026 000001"]
    )
    def test_by_number_and_amount_needs_nobody(self, purpose):
        assert best("19.90", purpose) == (((1, D("19.90")),), True, ("number", "amount"))

    def test_of_a_part_is_proposed_or_booked_by_its_name(self):
        assert best("10.00", "100001") == (((1, D("10.00")),), False, ("number", "part"))

    def test_of_more_than_is_owed_is_never_booked_by_itself(self):
        assert best("25.00", "100001", name="Erika Muster") == (
            ((1, D("19.90")),),
            False,
            ("number", "over", "same_name"),
        )

    def test_of_several_orders_at_once_shares_the_sum_out(self):
        assert best("49.90", "100001 und 100002") == (((1, D("19.90")), (2, D("30.00"))), True, ("number", "sum"))

    def test_by_amount_and_name_is_proposed(self):
        assert best("19.90", "Danke", name="MUSTER, ERIKA") == (((1, D("19.90")),), False, ("amount", "same_name"))

    def test_by_the_same_name_alone_is_proposed_whatever_the_sum(self):
        """Too much, too little, no number: whoever owes under that very name is worth a look, and nothing is booked by itself."""
        assert best("50.00", "Topf", name="Erika Muster") == (((1, D("19.90")),), False, ("over", "same_name"))
        assert best("5.00", "Topf", name="Muster") is None

    def test_by_amount_alone_is_no_proposal(self):
        assert best("19.90", "Danke") is None

    def test_by_a_known_account_chooses_among_equal_amounts(self):
        assert best("30.00", "", name="", iban="DE89370400440532013000") == (
            ((2, D("30.00")),),
            False,
            ("amount", "account"),
        )

    def test_never_crosses_currencies(self):
        assert best("30.00", "100004") is None

    def test_by_a_short_number_alone_is_never_booked_by_itself(self):
        """An order that its channel calls 2026 is not paid by everybody who writes the year."""
        anna = Claim(1, D("49.00"), "EUR", ("100001", "2026"), "Anna Kurz")
        claims = [anna, Claim(2, D("49.00"), "EUR", ("100002",), "Bernd Lang")]
        line = BankLine(date(2026, 7, 1), date(2026, 7, 1), D("49.00"), "EUR", "Bestellung Juli 2026", "Bernd Lang")

        assert not Matcher(claims).propose(line)[0].automatic

    def test_of_money_that_went_is_none(self):
        assert best("-19.90", "100001") is None

    def test_takes_what_was_paid_off_the_claim(self):
        matcher = Matcher(CLAIMS)
        line = BankLine(date(2026, 11, 20), date(2026, 11, 20), D("19.90"), "EUR", "100001")
        matcher.settle(matcher.propose(line)[0])

        assert matcher.propose(line) == []


def told(*lines, opening="100.00", closing="100.00", format="camt.053") -> Statement:
    return Statement("DE02120300000000202051", "EUR", "1", D(opening), D(closing), lines, format)


def a_line(amount="10.00", purpose="Danke", **more) -> BankLine:
    return BankLine(DAY, DAY, D(amount), "EUR", purpose, **more)


def kept(statement, *, open=True) -> list[Kept]:
    return [Kept(n, line, statement, open) for n, line in enumerate(statement.lines, 1)]


class TestALineToldAgain:
    def test_by_an_overlapping_statement_is_known(self):
        first = told(a_line(), closing="110.00")

        assert find_fresh(told(a_line(), a_line("5.00"), closing="115.00"), kept(first)).fresh == [a_line("5.00")]

    def test_by_the_statement_that_follows_is_another_one(self):
        first = told(a_line(), closing="110.00")
        second = told(a_line(), opening="110.00", closing="120.00")

        assert find_fresh(second, kept(first)).fresh == [a_line()]

    def test_with_the_amount_written_otherwise_is_known(self):
        assert find_fresh(told(a_line("10.5")), kept(told(a_line("10.50")))).fresh == []

    def test_with_lines_broken_otherwise_is_known(self):
        again = told(a_line(purpose="Bestell ung 100 001"))

        assert find_fresh(again, kept(told(a_line(purpose="Bestellung 100001")))).fresh == []

    def test_in_another_format_is_known(self):
        first = told(a_line(purpose="Bestellung 100001 vom 3.11.", name="Erika Muster", bank_reference="A1"))
        second = told(
            a_line(purpose="BESTELLUNG 100001 VOM", name="MUSTER, ERIKA", bank_reference="99"), format="mt940"
        )

        assert find_fresh(second, kept(first)).fresh == []

    def test_in_another_format_for_another_order_is_fresh(self):
        first = told(a_line(purpose="Bestellung 10023", iban="DE89370400440532013000"))
        other = a_line(purpose="Bestellung 10024", iban="DE02120300000000202051")
        again = a_line(purpose="SVWZ Bestellung 10023", iban="DE89370400440532013000")

        assert find_fresh(told(other, again, format="mt940"), kept(first)).fresh == [other]
        assert find_fresh(told(other, format="mt940"), kept(first)).fresh == [other]
        assert len(find_fresh(told(a_line(purpose="", name="B"), format="mt940"), kept(first)).fresh) == 1

    def test_of_another_payer_in_another_format_is_fresh(self):
        first = told(a_line(purpose="Bestellung 100001", name="Erika Muster"))

        assert len(find_fresh(told(a_line(purpose="Miete Halle", name="X"), format="mt940"), kept(first)).fresh) == 1

    def test_as_parts_of_a_collective_booking_takes_its_place(self):
        total = told(a_line("30.00", "Sammler", batch="S1"))
        parts = told(a_line("10.00", "eins", batch="S1"), a_line("20.00", "zwei", batch="S1"), format="camt.054")

        assert find_fresh(parts, kept(total)).parted == [1]
        assert len(find_fresh(parts, kept(total)).fresh) == 2
        assert find_fresh(parts, kept(total, open=False)).fresh == []
        assert find_fresh(total, kept(parts)).fresh == []

    def test_alike_as_often_as_before_is_known_and_once_more_is_fresh(self):
        first = told(a_line(), a_line())

        assert len(find_fresh(told(a_line(), a_line(), a_line()), kept(first)).fresh) == 1


class TestAnAccount:
    def test_told_by_bank_code_and_number_is_the_same_as_its_iban(self):
        assert find_iban("12030000/0000202051") == find_iban("DE02 1203 0000 0000 2020 51") == "DE02120300000000202051"

    def test_of_another_country_stays_as_it_is(self):
        assert find_iban("NL47INGB9999999999") == "NL47INGB9999999999"


class TestAPageOfSeveral:
    def test_is_read_with_its_interim_balances(self):
        page = (
            ":20:X\r\n:25:12030000/202051\r\n:28C:5/2\r\n:60M:C261119EUR100,00\r\n:61:2611201120CR10,00NTRFNONREF\r\n"
            ":86:166?20Danke\r\n:62M:C261120EUR110,00\r\n-"
        )

        found = read_statements(page.encode())[0]

        assert (found.opening, found.closing, len(found.lines)) == (D(100), D(110), 1)
