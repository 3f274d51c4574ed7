"""Two people save the form of a master at one moment. With a twin that fails without the protection."""

from __future__ import annotations

import threading

import pytest
from django.urls import reverse
from lxml.html import fromstring
from test_kit_races import wait_for_a_wait
from test_stock_races import in_threads, replaced

from builders import person_named
from kontor.backoffice import base, stale
from kontor.backoffice.base import MasterAdmin
from kontor.catalog.tables import Sku

pytestmark = pytest.mark.django_db(transaction=True)


class TestTwoWhoChangeTheSameRow:
    def run(self, shop) -> list[bool]:
        """Each opens the page, changes the price and saves; the first waits before it is through until the other waits for it."""
        product = Sku.objects.get(code="LAMP").product
        Sku.objects.filter(product=product).update(price=10)
        url = reverse("admin:catalog_product_change", args=[product.pk])
        first, saved = threading.Event(), MasterAdmin.save_model

        def save_model(admin, request, obj, form, change):
            if not first.is_set():
                first.set()
                wait_for_a_wait()
            return saved(admin, request, obj, form, change)

        def press(name: str, price: str, *, late: bool) -> bool:
            client = person_named(name, "*")
            form = fromstring(client.get(url).content).get_element_by_id("product_form")
            told = {key: value for key, value in form.form_values() if value is not None}
            row = next(key for key in told if key.endswith("-price") and "__prefix__" not in key)
            ready.wait(20)
            if late:
                first.wait(20)
            return client.post(url, told | {row: price})["Location"] != url

        ready = threading.Barrier(2, timeout=20)
        with replaced(MasterAdmin, "save_model", save_model):
            return in_threads([lambda: press("anna", "11,00", late=False), lambda: press("ben", "12,00", late=True)])

    def test_save_it_once_and_the_other_is_told(self, real_shop):
        saved = self.run(real_shop)

        assert saved == [True, False]
        assert Sku.objects.get(code="LAMP").price == 11

    def test_write_over_each_other_where_rows_are_not_known_again(self, real_shop):
        with (
            replaced(stale, "mark_rows", lambda owner, inlines: "x"),
            replaced(base, "mark_rows", lambda owner, inlines: "x"),
        ):
            saved = self.run(real_shop)

        assert saved == [True, True]
        assert Sku.objects.get(code="LAMP").price == 12
