"""Importing files of other programs: what cannot be read is said, nothing is dropped."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from django.db import connection

from builders import assert_house_in_order
from kontor.channels.tables import InboundMessage
from kontor.cli.importing_orders import run_import
from kontor.orders.tables import Cancellation, Order, OrderLine

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
GOOD = (
    "1,AA,LAMP,2,2011-03-01 10:00:00,2.50,17.0,United Kingdom\n"
    "1,BB,VASE,1,2011-03-01 10:00:00,4.00,17.0,United Kingdom\n"
    "1,POST,POSTAGE,1,2011-03-01 10:00:00,3.00,17.0,United Kingdom\n"
)


@pytest.fixture
def take(transactional_db, tmp_path, capsys):
    connection.cursor().execute("DELETE FROM procrastinate_jobs")

    def importer(content: str | bytes, *, history: bool = False, name: str = "f.csv") -> tuple[int, dict, str]:
        path = tmp_path / name
        data = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") and not data.startswith(b"\x1f") else data)
        code = run_import(path, "online-retail", history=history, as_json=True)
        out = capsys.readouterr()
        return code, json.loads(out.out) if out.out.strip() else {}, out.err

    return importer


class TestALine:
    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("2,AA,X,1,2011-03-01 10:00:00,0,17,United Kingdom", "no_price"),
            ("2,AA,X,-3,2011-03-01 10:00:00,0,,United Kingdom", "stock_adjustment"),
            ("2,AA,X,1,2011-03-01 10:00:00,0.001,17,United Kingdom", "fraction_of_a_cent"),
            ("2,AA,X,1,2011-03-01 10:00:00,1,17,Unspecified", "country_unknown"),
            ("2,AMAZONFEE,X,1,2011-03-01 10:00:00,1,17,United Kingdom", "fee_not_a_sale"),
            ("A2,B,X,1,2011-03-01 10:00:00,-9,17,United Kingdom", "accounting_entry"),
            ("2,AA,X,many,2011-03-01 10:00:00,1,17,United Kingdom", "number_or_date_unreadable"),
            ("2,AA,X,1,yesterday,1,17,United Kingdom", "number_or_date_unreadable"),
            ("2,,X,1,2011-03-01 10:00:00,1,17,United Kingdom", "order_or_sku_missing"),
            ("2,A\x00A,X,1,2011-03-01 10:00:00,1,17,United Kingdom", "unusable_text"),
            ("2,AA", "columns_missing"),
            ("2,M,Manual,1,2011-03-01 10:00:00,1,17,United Kingdom", "no_goods"),
            ("2,AA,X,9999999,2011-03-01 10:00:00,1,17,United Kingdom", "invalid_lines"),
        ],
    )
    def test_that_is_no_sale_waits_in_quarantine_under_its_reason(self, take, line, reason):
        code, report, _ = take(HEAD + GOOD + line + "\n")

        unread = reason in ("number_or_date_unreadable", "columns_missing") and "yesterday" not in line
        assert code == int(unread)
        assert report["quarantined"] == {reason: 1}
        assert (report["rows"], report["imported_lines"], report["reconciles"]) == (4, 3, not unread)
        kept = InboundMessage.objects.get()
        assert (kept.state, kept.code) == ("quarantined", reason)
        assert json.loads(bytes(kept.body))["line"] == 5


class TestAFile:
    def test_becomes_orders_with_their_charges_and_stock(self, take):
        _, report, _ = take(HEAD + GOOD)

        order = Order.objects.get()
        assert (order.gross, order.customer.name) == (12, "Customer 17")
        assert [line.reserved for line in OrderLine.objects.order_by("position")] == [2, 1]
        assert report["amount_file"] == report["amount_accounted"] == "12.00"
        assert_house_in_order()

    def test_imported_twice_changes_nothing(self, take):
        take(HEAD + GOOD)

        _, again, _ = take(HEAD + GOOD)

        assert (again["orders"], again["already_known_lines"]) == (0, 3)
        assert Order.objects.count() == 1

    def test_imported_as_history_is_closed_and_touches_no_stock(self, take):
        _, report, _ = take(HEAD + GOOD + "C9,AA,LAMP,-1,2011-03-02 10:00:00,2.50,17.0,United Kingdom\n", history=True)

        assert Order.objects.get().state == "CLOSED"
        assert report["cancellations"] == {"returned": 1}
        assert [line.returned for line in OrderLine.objects.order_by("position")] == [1, 0]
        assert_house_in_order()

    def test_ties_a_cancellation_where_customer_and_sku_tell_and_says_where_not(self, take):
        text = GOOD + (
            "C9,AA,LAMP,-1,2011-03-02 10:00:00,2.50,17.0,United Kingdom\n"
            "C10,AA,LAMP,-1,2011-03-02 10:00:00,2.50,99.0,United Kingdom\n"
            "C11,D,Discount,-1,2011-03-02 10:00:00,5.00,17.0,United Kingdom\n"
        )

        _, report, _ = take(HEAD + text)

        assert report["cancellations"] == {"cancelled": 1, "untied": 2}
        assert Cancellation.objects.exclude(line=None).get().external_id == "C9:5"
        assert OrderLine.objects.get(position=1).cancelled == 1
        assert_house_in_order()

    @pytest.mark.parametrize(
        ("content", "name", "says"),
        [
            (HEAD.replace(",", ";") + GOOD.replace(",", ";"), "f.csv", "no column"),
            (b"\xff\xfe\x00abc", "f.csv", "cannot be read"),
            (gzip.compress((HEAD + GOOD).encode())[:-20], "f.csv.gz", "cut off"),
            ("", "f.csv", "no column"),
            (HEAD + "1," + "x" * 10_000_000 + "\n", "f.csv", "no CSV"),
        ],
    )
    def test_that_is_no_such_file_is_refused_whole_with_the_reason(self, take, content, name, says):
        code, report, told = take(content, name=name)

        assert (code, report) == (2, {})
        assert says in " ".join(told.split())
        assert Order.objects.count() == 0


REAL = Path(os.environ.get("KONTOR_DATA", Path(__file__).parents[3] / "shared" / "data"))
FILE = REAL / "online-retail" / "online-retail-2010-12-to-2011-08.csv.gz"


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.skipif(not FILE.exists(), reason=f"left out: the real data is not at {FILE} (set KONTOR_DATA)")
def test_the_real_retailers_file_reconciles_to_the_penny(transactional_db, capsys):
    connection.cursor().execute("DELETE FROM procrastinate_jobs")

    assert run_import(FILE, "online-retail", history=False, as_json=True) == 0

    report = json.loads(capsys.readouterr().out)
    assert (report["rows"], report["reconciles"]) == (320_705, True)
    assert_house_in_order()
