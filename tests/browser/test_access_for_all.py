"""Every main page by axe, in both languages and themes, and on a telephone without scrolling sideways."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.urls import reverse
from in_browser import open_office, take_picture

from builders import hear_news, walk_to_packed
from kontor.backoffice.grid.registry import GRIDS
from kontor.catalog.tables import Sku
from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.messaging.public import (
    NewDelivery,
    Outcome,
    add_deliveries,
    claim_delivery,
    keep_webhook,
    list_due_deliveries,
    record_delivery,
)
from kontor.orders.tables import Order
from kontor.platform.keep.imports import keep_import

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GRAVE = {"serious", "critical"}


def pages(order) -> list[str]:
    grids = [reverse("admin:grid", args=[name]) + "?view=all" for name in GRIDS]
    own = [
        reverse(f"admin:{name}")
        for name in (
            "index",
            "order_enter",
            "pick",
            "pack",
            "bulk_jobs",
            "waiting",
            "parts",
            "bank",
            "article_new",
            "customer_new",
            "import_new",
            "keys",
            "webhooks",
            "alarms",
            "sign_in",
        )
    ]
    held = Order.objects.exclude(id=order.id).latest("id")
    rows = [
        reverse("admin:order", args=[order.id]), reverse("admin:order_change", args=[held.id]),
        reverse("admin:order", args=[held.id]), reverse("admin:customer", args=[order.customer_id]),
        reverse("admin:article", args=[Sku.objects.get(code="LAMP").product_id]),
        reverse("admin:import_file", args=[a_file()]), reverse("admin:webhook", args=[a_webhook()]),
        reverse("mfa_activate_totp"),
    ]  # fmt: skip
    return [*grids, *own, *rows]


def a_webhook() -> int:
    """A webhook that took one piece of news and not the next."""
    at, facts = read_clock(), {"name": "ERP", "url": "https://erp.example/kontor", "news": ["order.placed"]}
    key, _secret = keep_webhook(webhook_id=None, facts=facts, at=at, by=SYSTEM)
    news = [NewDelivery(place, "order.placed", '{"type": "order.placed", "data": {}}') for place in (1, 2, 3)]
    add_deliveries(webhook_id=key, deliveries=news, place=3, at=at)
    outcomes = Outcome(204, "", 41), Outcome(500, "HTTP 500: down for maintenance", 120)
    for it, outcome in zip(list_due_deliveries(key, at=at, most=2), outcomes, strict=True):
        attempt = claim_delivery(delivery_id=it.id, at=at)
        with transaction.atomic():
            record_delivery(delivery_id=it.id, attempt=attempt, outcome=outcome, spread=0, at=at)
    return key


def a_file() -> int:
    """A table that was uploaded and not taken in."""
    content = b"Artikelnummer;Artikelname;Preis\nA-1;Stuhl;49,90\nA-2;Tisch;zehn\n"
    facts = {"columns": {"code": "Artikelnummer", "name": "Artikelname", "price": "Preis"}, "facts": {"decimal": ","}}
    return keep_import(kind="products", name="artikel.csv", content=content, facts=facts, at=read_clock(), by=SYSTEM)


@pytest.fixture
def a_day(real_shop):
    packed = real_shop.place((1, "LAMP"), (9, "VASE"))
    walk_to_packed(real_shop, packed)
    real_shop.place((1, "BOOK"), payment="prepayment", tags=["Eilig"])
    hear_news()
    return packed


@pytest.mark.parametrize(("language", "dark"), [("de", False), ("de", True), ("en", False)])
def test_main_pages_have_no_serious_fault(browser, live_server, a_day, language, dark):
    office, found = open_office(browser, live_server, language=language, dark=dark), {}
    for url in pages(a_day):
        office.goto(url)
        office.wait_for_timeout(150)
        faults = [
            (it["id"], it["nodes"][0]["html"][:160])
            for it in Axe().run(office).response["violations"]
            if it["impact"] in GRAVE
        ]
        if faults:
            found[url] = faults
        if not dark:
            take_picture(office, f"{url.strip('/').split('?')[0].replace('/', '-')}-{language}")

    told = sorted({fault for faults in found.values() for fault in faults})
    assert told == [], list(found)
    assert office.faults == []


def test_a_telephone_needs_no_scrolling_sideways(browser, live_server, a_day):
    office, wide = open_office(browser, live_server, width=390), {}
    for url in pages(a_day):
        office.goto(url)
        over = office.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wide[url] = over

    assert wide == {}
