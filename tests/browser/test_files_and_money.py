"""A broken file is taken in and mended, an order is changed by two, a refund needs two people: in a real browser."""

from __future__ import annotations

import pytest
from in_browser import open_office, take_picture

from builders import hear_news, run_bulk
from kontor.catalog.tables import Sku
from kontor.legal_entities.tables import LegalEntity
from kontor.orders.tables import OrderLine
from kontor.payments.tables import MoneyIntent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BROKEN = "Artikelnummer;Artikelname;Brutto-VK\nST-1;Stuhl;49,90\nST-2;Tisch;zehn\n;Ohne Nummer;5\n"


class TestAFile:
    def test_that_is_broken_is_taken_in_and_what_was_refused_comes_back(self, office, real_shop, tmp_path):
        path = tmp_path / "artikel.csv"
        path.write_bytes(BROKEN.encode("cp1252"))

        office.goto("/office/grid/imports/")
        office.click("text=Neuer Import")
        office.set_input_files("input[name=file]", str(path))
        office.click("text=Ansehen")
        office.wait_for_selector("text=3 Zeilen")
        assert "Preis: Das ist kein Betrag." in office.content()
        take_picture(office, "import")
        office.click("button:has-text('ohne Spuren')")
        office.wait_for_selector("text=würden etwas ändern")
        assert not Sku.objects.filter(code="ST-1").exists()
        office.click("button:has-text('Übernehmen')")
        office.wait_for_url("**/office/bulk/*/")
        run_bulk()
        office.reload()
        assert "1 erledigt, 2 abgelehnt" in office.content()
        office.go_back()
        with office.expect_download() as told:
            office.click("text=Abgelehnte Zeilen als Datei")
        refused = told.value.path().read_text("utf-8-sig")

        assert Sku.objects.get(code="ST-1").product.name == "Stuhl"
        assert refused.splitlines()[1].startswith("ST-2;Tisch;zehn;")
        assert office.faults == []


class TestAnOrder:
    def test_changed_by_two_shows_the_second_both_versions(self, browser, live_server, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        anna = open_office(browser, live_server)
        ben = open_office(browser, live_server, width=1300)
        for page in (anna, ben):
            page.goto(f"/office/order/{order.id}/change/")
            page.wait_for_selector("#k-sum >> text=10,00")

        ben.reload()
        ben.wait_for_selector("text=ändert das gerade")
        anna.fill("input[name=quantity]", "3")
        anna.press("input[name=quantity]", "Tab")
        anna.wait_for_selector("#k-sum >> text=30,00")
        take_picture(anna, "order-change")
        anna.click("text=Speichern")
        anna.wait_for_url(f"**/office/order/{order.id}/")
        ben.fill("input[name=quantity]", "5")
        ben.click("text=Speichern")

        ben.wait_for_selector("text=Inzwischen geändert")
        assert OrderLine.objects.get(order=order).ordered == 3
        ben.click("text=Meines trotzdem speichern")
        ben.wait_for_url(f"**/office/order/{order.id}/")
        assert OrderLine.objects.get(order=order).ordered == 5
        assert anna.faults == ben.faults == []


class TestARefund:
    def test_above_the_limit_is_agreed_to_by_a_second_person(self, browser, live_server, real_shop):
        LegalEntity.objects.update(four_eyes_above=50)
        order = real_shop.place((9, "LAMP"))
        hear_news()
        anna, ben = open_office(browser, live_server), open_office(browser, live_server, width=1300)
        for page in (anna, ben):
            page.on("dialog", lambda dialog: dialog.accept())

        anna.goto(f"/office/order/{order.id}/")
        anna.click("summary:has-text('Geld erstatten')")
        anna.fill("input[name=amount]", "60,00")
        anna.click("form[action$='/refund/'] button")
        anna.goto("/office/refunds/")
        assert anna.locator("button:has-text('Zustimmen')").count() == 0
        assert MoneyIntent.objects.count() == 0
        ben.goto("/office/refunds/")
        ben.click("button:has-text('Zustimmen')")
        ben.wait_for_selector("text=Erledigt")

        assert [str(it.amount) for it in MoneyIntent.objects.all()] == ["60.0000"]
        assert anna.faults == ben.faults == []
