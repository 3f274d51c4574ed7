"""The daily work in a real browser: an order by telephone, many at once, a grid as one likes it."""

from __future__ import annotations

import pytest
from in_browser import take_picture

from builders import run_bulk
from kontor.access.tables import SavedView
from kontor.kernel.clock import read_clock
from kontor.orders.tables import Order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class TestAScanner:
    def test_types_faster_than_anybody_answers_and_nothing_is_lost(self, office, real_shop):
        office.goto("/office/order/enter/")
        office.wait_for_selector("input[name=buyer]:focus")
        office.click("[name=article]")

        for code in ("LAMP", "VASE", "LAMP", "GIBTSNICHT", "BOOK", "LAMP"):
            office.keyboard.type(code)
            office.keyboard.press("Enter")

        office.wait_for_selector("#k-lines tr:nth-child(3)")
        office.wait_for_function("document.querySelector('#k-lines input[name=quantity]').value === '3'")
        rows = office.locator("#k-lines tr").all()
        assert [
            (it.locator("[name=sku]").input_value(), it.locator("[name=quantity]").input_value()) for it in rows
        ] == [("LAMP", "3"), ("VASE", "1"), ("BOOK", "1")]
        assert office.locator("#k-missed li").all_text_contents() == ["GIBTSNICHT: Kein Artikel gefunden."]


class TestAnOrderByTelephone:
    def test_is_entered_without_a_mouse(self, office, real_shop):
        real_shop.place((1, "VASE"), payment="prepayment")
        office.goto("/office/grid/orders/?view=all")
        office.click("text=Auftrag erfassen")
        office.wait_for_url("**/office/order/enter/")
        office.wait_for_selector("input[name=buyer]:focus")

        office.keyboard.type("Muster")
        office.wait_for_selector("#k-buyers button")
        office.keyboard.press("Enter")
        # A scanner types and ends with Enter at once.
        office.keyboard.type("4006381333931")
        office.keyboard.press("Enter")
        office.wait_for_selector("#k-lines tr")
        office.keyboard.type("Vase")
        office.wait_for_selector("#k-articles button")
        office.keyboard.press("Enter")
        office.wait_for_selector("#k-lines tr:nth-child(2)")
        for number, price in enumerate(("12,50", "20")):
            office.locator("#k-lines input[name=price]").nth(number).fill(price)
        office.locator("input[name=shipping]").fill("4,90")
        office.locator("input[name=shipping]").press("Tab")
        office.wait_for_selector("#k-sum >> text=37,40")
        take_picture(office, "order-entry")
        office.click("text=Auftrag annehmen")
        office.wait_for_url("**/office/order/*/")

        order = Order.objects.order_by("-id")[0]
        assert (str(order.gross), order.address.street) == ("37.4000", "Domplatz 1")
        assert office.faults == []


class TestManyAtOnce:
    def test_are_released_and_what_cannot_be_is_told(self, office, real_shop):
        ready = [real_shop.place((1, "LAMP")) for _ in range(3)]
        Order.objects.filter(id__in=[it.id for it in ready]).update(secured_at=read_clock())
        unpaid = real_shop.place((1, "VASE"), payment="prepayment")
        office.goto("/office/grid/orders/?view=all")

        for _ in range(4):
            office.keyboard.press("j")
            office.keyboard.press("x")
        assert office.locator("[data-chosen]").text_content() == "4"
        assert "40,00" in office.locator("[data-sums]").text_content()
        office.keyboard.press("s")
        office.wait_for_selector("text=3 möglich")
        assert office.locator("text=1 nicht möglich").count() == 1
        office.click("button:has-text('Freigeben')")
        office.wait_for_selector("progress")
        run_bulk()
        office.wait_for_selector("text=3 erledigt, 1 abgelehnt")

        assert office.locator(f"a:has-text('{unpaid.number}')").count() == 1
        assert Order.objects.filter(state="RELEASED").count() == 3
        assert office.faults == []


class TestTheGrid:
    def test_is_narrowed_kept_and_looked_at_beside(self, office, real_shop):
        lamp, _vase = real_shop.place((1, "LAMP")), real_shop.place((2, "VASE"))
        office.goto("/office/grid/orders/?view=all")
        office.wait_for_selector("#k-count-all:has-text('2')")

        office.click("summary:has-text('Filter hinzufügen')")
        office.select_option("select[name=field]", "gross")
        office.wait_for_selector("#k-field [data-of=gross]")
        office.select_option("#k-field select[name=op]", "most")
        office.wait_for_selector("#k-field option[value=most][selected]", state="attached")
        office.fill("#k-field input[name=value]", "10,00")
        office.click(".k-pop button:has-text('Hinzufügen')")
        office.wait_for_url("**gross.most=10.00**")
        assert office.locator("tr[data-key]").count() == 1
        office.click("summary:has-text('Ansicht speichern')")
        office.fill("input[name=name]", "Kleine")
        office.click(".k-pop button:has-text('Speichern')")
        office.wait_for_selector("a.k-tab:has-text('Kleine')")
        office.keyboard.press("j")
        office.keyboard.press("o")
        office.wait_for_selector("#k-preview >> text=Tischlampe")
        take_picture(office, "order-grid")
        office.keyboard.press("Escape")
        assert office.locator("#k-preview.k-open").count() == 0
        office.keyboard.press("?")
        office.wait_for_selector("#k-keys[open]")

        assert SavedView.objects.get().query == "gross.most=10.00"
        assert lamp.number in office.content()
        assert office.faults == []

    def test_changes_tags_in_place(self, office, real_shop):
        order = real_shop.place((1, "LAMP"))
        office.goto("/office/grid/orders/?view=all")
        office.click("summary:has-text('Spalten')")
        office.check("input[name=column][value=tags]")
        office.click(".k-columns button:has-text('Speichern')")
        office.wait_for_selector("th[data-column=tags]")

        office.hover("tr[data-key]")
        office.click("tr[data-key] .k-pencil")
        office.fill(".k-cell input[name=value]", "Eilig")
        office.keyboard.press("Enter")
        office.wait_for_selector("tr[data-key] .k-badge:has-text('Eilig')")

        assert Order.objects.get(id=order.id).tags == ["Eilig"]
        assert office.faults == []
