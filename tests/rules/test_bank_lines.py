"""What a bank tells of one transfer: who paid and for what, in every format, and once."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal as D

import pytest

from bank_files import DAY, camt, entry, mt940
from kontor.payments.public import Statement, StatementUnreadable, find_iban, read_statements
from kontor.payments.rules import BankLine, Kept, find_fresh

IBAN = "DE89370400440532013000"


def line_of(details: str):
    return read_statements(mt940(details))[0].lines[0]


class TestTheTextOfAGermanBank:
    def test_tells_account_name_and_purpose_apart(self):
        line = line_of(f"166?00GUTSCHRIFT?20SVWZ+Bestellung 100078?30COBADEFFXXX?31{IBAN}?32ERIKA MUSTERMANN")

        assert (line.name, line.iban, line.purpose) == ("ERIKA MUSTERMANN", IBAN, "Bestellung 100078")

    @pytest.mark.parametrize(
        ("pieces", "purpose", "end_to_end"),
        [
            ("?20Bestellung 100079 ?21EREF+AB-1", "Bestellung 100079", "AB-1"),
            ("?20SVWZ+Bestellung 100078?21Danke", "Bestellung 100078 Danke", ""),
            ("?20EREF+4711?21SVWZ+Rechnung MU-2026-000?22001", "Rechnung MU-2026-000 001", "4711"),
            ("?20SVWZ+Rechnung: MU-2026-0000?2101 vielen Dank", "Rechnung: MU-2026-000001 vielen Dank", ""),
            ("?20EREF+12345678901234567890AB?21CD?22SVWZ+Miete", "Miete", "12345678901234567890ABCD"),
            ("?20KREF+NONREF?21SVWZ+ab?60cd", "ab cd", ""),
            ("?20EREF: 77 SVWZ: Bestellung 100080", "Bestellung 100080", "77"),
            ("?20Was nun?99 Luftballons?21bitte", "Was nun bitte", ""),
        ],
    )
    def test_keeps_every_word_of_the_purpose_and_its_keys(self, pieces, purpose, end_to_end):
        line = line_of(f"166?00GUTSCHRIFT{pieces}?32Erika")

        assert (line.purpose, line.end_to_end) == (purpose, end_to_end)

    def test_without_a_purpose_says_what_kind_of_booking_it_was(self):
        assert line_of("166?00ENTGELT?32Bank").purpose == "ENTGELT"

    def test_tells_an_account_of_bank_code_and_number_as_its_iban(self):
        assert line_of("166?20x?3037040044?310532013000?32Erika").iban == IBAN

    def test_parts_its_subfields_by_any_sign(self):
        line = line_of(f"166+00GUTSCHRIFT+20Bestellung 100078+30COBADEFFXXX+31{IBAN}+32Erika")

        assert (line.iban, line.purpose) == (IBAN, "Bestellung 100078")

    def test_behind_the_closing_balance_belongs_to_no_transaction(self):
        file = mt940("166?20Bestellung 100078").replace(b"\n-", b"\n:86:/SUM/1/0/10,00/\n-")

        assert read_statements(file)[0].lines[0].purpose == "Bestellung 100078"

    @pytest.mark.parametrize("charset", ["cp850", "cp1252", "utf-8"])
    def test_has_its_umlauts_in_every_charset(self, charset):
        file = mt940("166?20Grüße aus Köln?32Jürgen Groß").decode().encode(charset)

        assert read_statements(file)[0].lines[0].name == "Jürgen Groß"

    def test_of_a_dutch_bank_is_told_between_slashes(self):
        line = line_of("/TRTP/SEPA OVERBOEKING/IBAN/NL47INGB9999999999/BIC/INGBNL2A/NAME/E Muster/REMI/100078/EREF/E1")

        assert (line.iban, line.name, line.purpose, line.end_to_end) == (
            "NL47INGB9999999999", "E Muster", "100078", "E1",
        )  # fmt: skip


class TestAnInterimReport:
    def test_takes_its_currency_from_its_sums(self):
        file = (
            b":20:X\n:25:12030000/202051\n:28C:5/2\n:34F:EUR0,\n:13D:2611201200+0100\n"
            b":61:2611201120CR10,00NTRFNONREF\n:86:166?20Danke\n:90C:1EUR10,00\n-"
        )

        found = read_statements(file)[0]

        assert (found.format, found.currency, found.opening, found.lines[0].amount) == ("mt942", "EUR", None, D(10))


class TestAFile:
    def test_of_several_statements_comes_as_an_archive(self):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("1.xml", camt(entry("19.90", "100001"), closing="119.90"))
            archive.writestr("2.xml", camt())

        assert [len(it.lines) for it in read_statements(target.getvalue())] == [1, 0]

    def test_that_is_an_archive_of_nothing_or_too_much_is_refused(self):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("1.xml", b" " * (60 * 1024 * 1024))

        for content in (target.getvalue(), target.getvalue()[:200], b"PK\x03\x04"):
            with pytest.raises(StatementUnreadable):
                read_statements(content)

    @pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
    def test_of_any_unicode_is_read(self, charset):
        text = camt(entry("19.90", "Grüße"), closing="119.90").decode()
        head = "<?xml version='1.0' encoding='utf-16'?>" if "16" in charset else ""

        assert read_statements((head + text).encode(charset))[0].lines[0].purpose == "Grüße"

    @pytest.mark.parametrize(
        ("name", "part"),
        [("BkToCstmrAcctRptV01", "Rpt"), ("BkToCstmrStmtV01", "Stmt"), ("BkToCstmrDbtCdtNtfctnV01", "Ntfctn")],
    )
    def test_of_the_first_version_is_read(self, name, part):
        text = camt(entry("19.90", "x"), closing="119.90").decode()
        text = text.replace("BkToCstmrStmt", name).replace("<Stmt>", f"<{part}>").replace("</Stmt>", f"</{part}>")

        assert read_statements(text.encode())[0].lines[0].amount == D("19.90")


def detail(amount: str, purpose: str, *, sign="", charge="", side="Dbtr") -> str:
    direction = f"<CdtDbtInd>{sign}</CdtDbtInd>" if sign else ""
    took = f"<Chrgs><Amt Ccy='EUR'>{charge}</Amt></Chrgs>" if charge else ""
    return (
        f"<TxDtls><Amt Ccy='EUR'>{amount}</Amt>{direction}{took}<RltdPties><{side}><Nm>{purpose} GmbH</Nm></{side}>"
        f"<{side}Acct><Id><IBAN>{IBAN}</IBAN></Id></{side}Acct></RltdPties><RmtInf><Ustrd>{purpose}</Ustrd></RmtInf></TxDtls>"
    )


def collective(amount: str, *details: str, sign="CRDT", more="") -> bytes:
    closing = D(100) + (D(amount) if sign == "CRDT" else -D(amount))
    return camt(
        f"<Ntry><Amt Ccy='EUR'>{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt>"
        f"{more}<AcctSvcrRef>S1</AcctSvcrRef><NtryDtls>{''.join(details)}</NtryDtls></Ntry>",
        closing=str(closing),
    )


class TestACollectiveBooking:
    def told(self, file: bytes):
        return [(it.amount, it.purpose, it.name) for it in read_statements(file)[0].lines]

    def test_less_charges_keeps_every_payer(self):
        file = collective(
            "426.56",
            detail("329.56", "100001"),
            detail("100.00", "100002"),
            more="<Chrgs><Amt Ccy='EUR'>3.00</Amt></Chrgs>",
        )

        assert self.told(file) == [
            (D("329.56"), "100001", "100001 GmbH"), (D("100.00"), "100002", "100002 GmbH"), (D("-3.00"), "Entgelt", ""),
        ]  # fmt: skip

    def test_less_a_charge_that_nobody_told_keeps_every_payer(self):
        assert len(self.told(collective("426.56", detail("329.56", "100001"), detail("100.00", "100002")))) == 3

    def test_of_one_part_less_its_charge_is_the_whole_payment(self):
        assert self.told(collective("97.50", detail("100.00", "100001", charge="2.50"))) == [
            (D("100.00"), "100001", "100001 GmbH"), (D("-2.50"), "Entgelt", ""),
        ]  # fmt: skip

    def test_of_both_directions_tells_each(self):
        file = collective(
            "80.00", detail("100.00", "100001", sign="CRDT"), detail("20.00", "100002", sign="DBIT", side="Cdtr")
        )

        assert [it[0] for it in self.told(file)] == [D(100), D(-20)]
        assert self.told(file)[1][2] == "100002 GmbH"

    def test_whose_directions_nobody_told_stays_whole_with_every_purpose(self):
        assert self.told(collective("80.00", detail("100.00", "100001"), detail("20.00", "100002"))) == [
            (D(80), "100001 100002", "")
        ]

    def test_that_is_taken_back_keeps_its_payer(self):
        file = collective("20.00", detail("20.00", "100001"), sign="DBIT", more="<RvslInd>true</RvslInd>")

        assert self.told(file) == [(D(-20), "100001", "100001 GmbH")]


def referred(amount: str, purpose: str, reference: str, *, name: str) -> str:
    told = f"<Refs><EndToEndId>{reference}</EndToEndId></Refs><RltdPties>"
    return entry(amount, purpose, name=name).replace("<RltdPties>", told)


# One transfer, as a bank tells it in MT940 and in CAMT.
PAIRS = {
    "by account and words": (
        f"166?00GUTSCHRIFT?20EREF+NOTPROVIDED?21SVWZ+Bestellung 100078 viel?22en Dank?30COBADEFFXXX?31{IBAN}?32ERIKA MUSTER",
        entry("10.00", "Bestellung 100078 vielen Dank", name="Erika Muster"),
    ),
    "without words": (f"166?00GUTSCHRIFT?31{IBAN}?32ERIKA MUSTER", entry("10.00", "", name="Erika Muster")),
    "with a longer name": (
        f"166?20SVWZ+100078?31{IBAN}?32Donaudampfschifffahrtsgesel?33lschaft mbH",
        entry("10.00", "100078", name="Donaudampfschifffahrtsgesellschaft mbH Co"),
    ),
    "with words cut off": (
        f"166?20SVWZ+Rechnung: MU-2026-0000?2101 vom 3. November?31{IBAN}?32Erika",
        entry("10.00", "Rechnung: MU-2026-000001 vom 3. November 2026 vielen Dank", name="Erika"),
    ),
    "by bank code and number": ("166?20100078?3037040044?310532013000?32Erika", entry("10.00", "100078", name="Erika")),
    "by the payer's reference": (
        f"166?20EREF+AB-1?21SVWZ+Re. 7?31{IBAN}?32Erika",
        referred("10.00", "Rechnung 7", "AB-1", name="Erika"),
    ),
    "without an account": ("166?20Bestellung 100078?32Erika", entry("10.00", "Bestellung 100078", name="Erika")),
}  # fmt: skip
# Two transfers of one day and amount.
STRANGERS = {
    "another account": (
        f"166?20Bestellung 100078?31{IBAN}?32A",
        entry("10.00", "Bestellung 100078", name="A", iban="DE02120300000000202051"),
    ),
    "another purpose": (f"166?20Bestellung 100078?31{IBAN}?32A", entry("10.00", "Bestellung 100079", name="A")),
    "another reference": (
        f"166?20EREF+AB-1?21SVWZ+Rechnung 7?31{IBAN}?32A",
        referred("10.00", "Rechnung 8", "AB-2", name="A"),
    ),
}  # fmt: skip


def tell_both(first: Statement, second: Statement) -> int:
    kept = [Kept(n, line, first, True) for n, line in enumerate(first.lines, 1)]
    return len(kept) + len(find_fresh(second, kept).fresh)


class TestATransferToldInTwoFormats:
    @pytest.mark.parametrize("way", ["MT940 first", "CAMT first"])
    @pytest.mark.parametrize(("pair", "counted"), [*((it, 1) for it in PAIRS), *((it, 2) for it in STRANGERS)])
    def test_counts_once_and_two_count_twice(self, pair, counted, way):
        swift, xml = (PAIRS | STRANGERS)[pair]
        told = [read_statements(mt940(swift))[0], read_statements(camt(xml, closing="110.00"))[0]]
        first, second = told if way == "MT940 first" else reversed(told)

        assert first.account == second.account
        assert tell_both(first, second) == counted


class TestAnAccount:
    @pytest.mark.parametrize(
        "told", ["DE02120300000000202051EUR", "BYLADEM1001/DE02120300000000202051", "12030000/0000202051EUR"]
    )
    def test_is_the_same_whatever_stands_around_it(self, told):
        assert find_iban(told) == "DE02120300000000202051"


class TestAStatementThatEndsWhereItBegan:
    """At noon a payout and a debit of as much; in the evening the whole day: both tell the payout, and it is one."""

    def statement(self, number: str, closing: str, *amounts: str) -> Statement:
        lines = tuple(BankLine(DAY, DAY, D(it), "EUR", "Auszahlung", "Adyen", batch="B-4711") for it in amounts)
        return Statement(IBAN, "EUR", number, D(100), D(closing), lines, "camt.053")

    def test_tells_no_order_of_the_two(self):
        noon = self.statement("1", "100", "10.00", "-10.00")
        day = self.statement("2", "120", "10.00", "-10.00", "20.00")

        assert not day.follows(noon)
        kept = [Kept(n, line, noon, True) for n, line in enumerate(noon.lines, 1)]
        assert [it.amount for it in find_fresh(day, kept).fresh] == [D(20)]


class TestABankThatCallsEveryBatchAlike:
    """Without balances nothing but who pays tells two batches of one day and sum apart; neither is lost."""

    def told(self, name: str, *payers: tuple[str, str, str], purpose: str = "") -> Statement:
        lines = tuple(
            BankLine(DAY, DAY, D(amount), "EUR", purpose, who, iban, batch=name) for amount, who, iban in payers
        )
        return Statement(IBAN, "EUR", "", None, None, lines, "camt.052")

    @pytest.mark.parametrize("name", ["SEPA", "NONREF"])
    @pytest.mark.parametrize("purpose", ["", "SAMMELGUTSCHRIFT", "Rechnung"])
    def test_keeps_the_second_of_other_payers(self, name, purpose):
        first = self.told(name, ("30", "Anna", "DE1"), ("70", "Berta", "DE2"), purpose=purpose)
        second = self.told(name, ("40", "Carl", "DE3"), ("60", "Dora", "DE4"), purpose=f"{purpose} 4711")

        assert tell_both(first, second) == 4
        assert tell_both(first, first) == 2

    def test_knows_it_again_where_one_of_its_payers_pays_in_both(self):
        whole = self.told("SAMMEL7", ("100", "", ""))
        parts = self.told("SAMMEL7", ("40", "Carl", "DE3"), ("60", "Dora", "DE4"))

        kept = [Kept(1, whole.lines[0], whole, True)]
        assert find_fresh(parts, kept).parted == [1]


class TestAStatementAfterOneThatEndsWhereItBegan:
    def test_tells_its_own_payment_though_it_is_alike_in_every_word(self):
        """Ten came and ten went; later ten more came from the same buyer: what it does not tell again it follows."""
        noon = TestAStatementThatEndsWhereItBegan().statement("1", "100", "10.00", "-10.00")
        evening = TestAStatementThatEndsWhereItBegan().statement("2", "110", "10.00")

        kept = [
            Kept(n, line, Statement(noon.account, "EUR", "1", D(100), D(100), (), "camt.053"), True)
            for n, line in enumerate(noon.lines, 1)
        ]
        assert [it.amount for it in find_fresh(evening, kept).fresh] == [D(10)]
