"""From an empty house to the first shipped order, and from a file of orders to a shipped one, by what the pages offer."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from in_browser import open_office, take_picture
from procrastinate.contrib.django import app

from kontor.catalog.tables import Sku
from kontor.invoicing.tables import Invoice
from kontor.orders.tables import Order
from kontor.pricing.public import seed_tax_rates

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def work_of_a_worker() -> None:
    """Do what a worker would: labels, papers, mails, job by job."""
    for _ in range(20):
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())"
                " RETURNING id, task_name, args"
            )
            jobs = sorted(cursor.fetchall())
        if not jobs:
            return
        for _id, name, told in jobs:
            app.tasks[name].func(**(json.loads(told) if isinstance(told, str) else told))


def fill(page, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"#content [name={name}], [name={name}]", value) if not value.startswith("=") else page.select_option(
            f"[name={name}]", value[1:]
        )


def follow(page, number: int) -> None:
    """Follow a step of the list that leads an empty house to its first order."""
    page.goto("/office/")
    page.click(f".k-steps li:nth-child({number}) a")


def save(page) -> None:
    page.click("[name=_save]")
    page.wait_for_load_state()
    wrong = page.locator(".errorlist").evaluate_all(
        "all => all.map(it => it.closest('.form-row')?.innerText ?? it.innerText)"
    )
    assert wrong == []


def ship(page, order: Order) -> None:
    """Pick, pack and hand over an order on the pages of the warehouse."""
    page.goto("/office/pick/")
    page.click("form[action$='/start/'] button.k-button")
    page.wait_for_selector("input[name=scan]:focus")
    page.locator("form[action*='/task/'] button.k-button:not(.k-quiet)").first.click()
    page.wait_for_load_state()
    take_picture(page, "pick")
    page.goto("/office/pack/")
    page.click("form[action*='/pack/'] button.k-button >> nth=0")
    page.wait_for_load_state()
    work_of_a_worker()
    page.goto("/office/pack/")
    take_picture(page, "pack")
    page.check("input[name=shipment]")
    page.click("form[action$='/hand-over/'] button.k-button")
    page.wait_for_load_state()
    work_of_a_worker()
    page.goto(f"/office/order/{order.pk}/")
    take_picture(page, "shipped")


class TestAnEmptyHouse:
    @pytest.mark.parametrize(("language", "dark"), [("de", False), ("en", True)])
    def test_leads_to_its_first_shipped_order(self, browser, live_server, language, dark):
        seed_tax_rates()
        page = open_office(browser, live_server, language=language, dark=dark)
        take_picture(page, f"empty-{language}")

        follow(page, 1)
        page.click("a[href*='/legalentity/add/']")
        fill(page, code="ACME", name="Acme GmbH", street="Hof 1", postal_code="10115", city="Berlin", country="=DE")
        fill(page, vat_id="DE136695976", email="shop@example.org", iban="DE89370400440532013000")
        save(page)
        follow(page, 2)
        page.click("a[href*='/location/add/']")
        fill(page, code="MAIN", name="Lager", kind="=warehouse", street="Hof 1", postal_code="10115", city="Berlin")
        page.select_option("[name=country]", "DE")
        page.select_option("[name=legal_entity]", index=1)
        save(page)
        follow(page, 3)
        fill(page, name="Vase", code="VASE", price="20,00" if language == "de" else "20.00", weight_g="800")
        page.press("[name=weight_g]", "Enter")
        page.wait_for_url("**/office/article/*/")
        sku = Sku.objects.get(code="VASE")
        page.goto(f"/office/stock/{sku.pk}/")
        page.fill("form[action$='/receive/'] [name=quantity]", "5")
        page.click("form[action$='/receive/'] button")
        page.wait_for_load_state()
        follow(page, 8)
        page.click("a[href*='/channel/add/']")
        fill(page, code="tel", name="Telefon", kind="=phone")
        page.select_option("[name=legal_entity]", index=1)
        save(page)

        follow(page, 9)
        page.wait_for_url("**/order/enter/")
        fill(page, name="Erika Muster", street="Domplatz 1", postal_code="50667", city="Köln", email="e@example.org")
        page.click("[name=article]")
        page.keyboard.type("Vase")
        page.wait_for_selector("#k-articles button")
        page.keyboard.press("Enter")
        page.wait_for_selector("#k-lines tr")
        page.select_option("[name=payment]", "prepayment")
        page.locator("form button.k-button:not(.k-quiet)").last.click()
        page.wait_for_url("**/office/order/*/")
        order = Order.objects.get()
        page.once("dialog", lambda dialog: dialog.accept())
        page.fill("form[action$='/pay/'] [name=reference]", "Bar")
        page.click("form[action$='/pay/'] button")
        page.wait_for_load_state()
        work_of_a_worker()
        assert Order.objects.get(id=order.pk).state == "RELEASED"
        ship(page, order)

        assert Order.objects.get(id=order.pk).state == "CLOSED"
        assert Invoice.objects.get(order=order).gross == order.gross
        assert page.faults == []


ORDERS = (
    "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Currency,Total,"
    "Shipping,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Fulfillment Status\n"
    "#1001,a@example.org,paid,2026-11-20 10:00:00 +0100,2,Tischlampe,10.00,LAMP,EUR,24.90,4.90,A B,Weg 1,Köln,50667,DE,\n"
)


class TestAFileOfOrders:
    @pytest.mark.parametrize(("language", "dark"), [("de", True), ("en", False)])
    def test_leads_to_a_shipped_order(self, browser, live_server, real_shop, tmp_path, language, dark):
        path = tmp_path / "orders.csv"
        path.write_text(ORDERS, "utf-8")
        page = open_office(browser, live_server, language=language, dark=dark)

        page.goto("/office/import/new/")
        page.select_option("[name=profile]", "orders:shopify")
        page.set_input_files("input[name=file]", str(path))
        page.locator("form button.k-button").last.click()
        page.wait_for_url("**/office/import/*/")
        take_picture(page, f"import-orders-{language}")
        page.click("form[action$='/begin/'] button, button[name=do][value=begin], button[formaction$='/begin/']")
        page.wait_for_load_state()
        work_of_a_worker()
        order = Order.objects.get()
        assert order.state == "RELEASED"
        ship(page, order)

        assert Order.objects.get(id=order.pk).state == "CLOSED"
        assert [str(it.gross) for it in Invoice.objects.all()] == ["24.9000"]
        assert page.faults == []
