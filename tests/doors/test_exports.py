"""What a grid shows can be taken out whole: every row that is asked for, exact, and nothing in it computes."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from builders import person, person_named
from kontor.catalog.tables import Sku
from kontor.orders.tables import Order
from kontor.platform.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)


def take_out(client, form: str, query: str = "", grid: str = "orders"):
    answer = client.get(f"{reverse('admin:grid_export', args=[grid, form])}?{query}")
    return answer, b"".join(answer.streaming_content) if answer.status_code == 200 else b""


def read_csv(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


class TestCsv:
    def test_has_every_row_that_is_asked_for_and_no_other(self, office, real_shop):
        mine = [real_shop.place((turn % 3 + 1, "LAMP")) for turn in range(5)]

        _answer, content = take_out(office, "csv", "gross.least=20")

        told = read_csv(content)
        assert [it["Auftrag"] for it in told] == [it.number for it in reversed(mine) if it.gross >= 20]
        assert {it["Summe"] for it in told} == {"20,00", "30,00"}
        assert {it["Summe (Währung)"] for it in told} == {"EUR"}

    def test_goes_on_over_the_pages(self, office, real_shop, monkeypatch):
        monkeypatch.setattr("kontor.backoffice.grid.exporting.AT_ONCE", 2)
        for _ in range(5):
            real_shop.place((1, "LAMP"))

        assert len(read_csv(take_out(office, "csv")[1])) == 5

    @pytest.mark.parametrize("name", ["=1+1", "+1|cmd", "-2+3", "@SUM(A1)", " =1+1", "\t=1", '=HYPERLINK("http://x")'])
    def test_holds_no_formula(self, office, real_shop, name):
        order = real_shop.place((1, "LAMP"), ship_to={
            "name": f"{name}", "street": "Weg 1", "postal_code": "50667", "city": "Köln", "country": "DE",
        })  # fmt: skip
        person_named("anna")

        content = take_out(office, "csv")[1].decode("utf-8-sig")

        kept = Order.objects.get(id=order.id).ship_to["name"]
        assert f"'{kept}".replace('"', '""') in content

    def test_is_written_down_with_who_took_it_out(self, office, real_shop):
        real_shop.place((1, "LAMP"))

        take_out(office, "csv", "gross.least=5")

        entry = AuditEntry.objects.get(verb="export_rows")
        assert (entry.by, entry.after["rows"], entry.after["query"]) == ("user:anna", 1, "gross.least=5")

    def test_with_a_condition_that_is_none_sends_nothing(self, office, real_shop):
        real_shop.place((1, "LAMP"))

        answer, _ = take_out(office, "csv", "gross.least=x")

        assert answer.status_code == 302
        assert not AuditEntry.objects.filter(verb="export_rows").exists()

    def test_of_nothing_has_its_headings(self, office, real_shop):
        assert take_out(office, "csv")[1].decode("utf-8-sig").startswith("Auftrag;")

    def test_has_no_column_that_only_leads_to_a_page(self, office, real_shop):
        told = read_csv(take_out(office, "csv", grid="articles")[1])

        assert "Buchen" in office.get(reverse("admin:grid", args=["articles"]), {"view": "x"}).content.decode()
        assert "Lagerplatz" in told[0]
        assert "Buchen" not in told[0].values()

    def test_is_closed_to_whom_the_list_is_closed(self, real_shop):
        assert take_out(person("catalog:read"), "csv")[0].status_code == 403


class TestXlsx:
    def test_has_figures_as_figures_and_moments_as_moments(self, office, real_shop):
        order = real_shop.place((2, "LAMP"))

        answer, content = take_out(office, "xlsx")
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

        told = dict(zip(rows[0], rows[1], strict=True))
        assert answer["Content-Type"].endswith("spreadsheetml.sheet")
        assert (told["Auftrag"], Decimal(str(told["Summe"])), told["Summe (Währung)"]) == (
            order.number,
            Decimal(20),
            "EUR",
        )
        assert any(isinstance(it, datetime) for it in rows[1])

    @pytest.mark.parametrize(
        ("price", "told"),
        [("0.0125", 0.0125), ("99999999999.9999", 99999999999.9999), ("999999999999999.9999", "999999999999999.9999")],
    )
    def test_writes_as_text_what_a_spreadsheet_would_round(self, office, real_shop, price, told):
        Sku.objects.filter(code="LAMP").update(price=Decimal(price))

        content = take_out(office, "xlsx", grid="articles")[1]

        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        assert told in [it for row in rows for it in row]

    def test_keeps_a_formula_of_a_stranger_as_his_text(self, office, real_shop):
        real_shop.place((1, "LAMP"), ship_to={
            "name": "=1+1", "street": "Weg 1", "postal_code": "50667", "city": "Köln", "country": "DE",
        })  # fmt: skip

        content = take_out(office, "xlsx")[1]
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

        assert "=1+1" in rows[1]


@pytest.mark.parametrize(
    "grid",
    ["articles", "stock", "moves", "shipments", "customers", "invoices", "payments", "inbox", "told", "failed",
     "mails", "trail"],
)  # fmt: skip
def test_every_list_can_be_taken_out(office, real_shop, grid):
    real_shop.place((1, "LAMP"))
    for form in ("csv", "xlsx"):
        assert take_out(office, form, grid=grid)[0].status_code == 200
