"""Two people have the same page open: what one saves is written over by the other's card only where both say so."""

from __future__ import annotations

import pytest
from django.urls import reverse
from lxml.html import fromstring

from kontor.catalog.tables import KitPart, Product, ProductText, Sku
from kontor.customers.public import NewContact, keep_contacts
from kontor.customers.tables import Customer
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.orders.tables import Order
from kontor.platform.sql.again import in_one_go

pytestmark = pytest.mark.django_db(transaction=True)

MAKER = {
    f"manufacturer_{name}": value
    for name, value in {"name": "Lampen AG", "street": "Weg 1", "postal_code": "24103", "city": "Kiel", "country": "DE",
                        "contact": "info@lampen.example"}.items()
}  # fmt: skip


def open_card(client, page: str, action: str, **holds: str) -> dict[str, str]:
    """Return what stands in the form with this action, as a browser would send it."""
    forms = fromstring(client.get(page).content).forms
    found = (dict(it.form_values()) for it in forms if it.action == action)
    return next(it for it in found if holds.items() <= it.items())


def an_article() -> tuple[Product, str]:
    product = Sku.objects.get(code="LAMP").product
    return product, reverse("admin:article", args=[product.pk])


def verb_of(product: Product, verb: str) -> str:
    return reverse("admin:article_verb", args=[product.pk, verb])


def ways_of(kind: str, key: int, verb: str) -> tuple[str, str]:
    """Return the page of a thing, and where one of its cards is sent."""
    return reverse(f"admin:{kind}", args=[key]), reverse(f"admin:{kind}_verb", args=[key, verb])


class TestACardOfAnArticle:
    def test_leaves_alone_what_its_reader_did_not_touch(self, office, real_shop):
        product, page = an_article()
        early = open_card(office, page, verb_of(product, "general"))
        office.post(verb_of(product, "general"), early | {"brand": "Neu"})

        office.post(verb_of(product, "general"), early | {"name": "Leuchte"})

        kept = Product.objects.get(id=product.pk)
        assert (kept.name, kept.brand) == ("Leuchte", "Neu")

    def test_does_not_write_over_what_somebody_else_wrote_there(self, office, real_shop):
        product, page = an_article()
        early = open_card(office, page, verb_of(product, "general"))
        office.post(verb_of(product, "general"), early | {"brand": "Neu"})

        answer = office.post(verb_of(product, "general"), early | {"brand": "Alt"}, follow=True).content.decode()

        assert Product.objects.get(id=product.pk).brand == "Neu"
        assert "Marke ist jetzt: Neu. Sie haben eingegeben: Alt." in answer

    def test_is_saved_by_whom_has_seen_it(self, office, real_shop):
        product, page = an_article()
        office.post(
            verb_of(product, "general"), open_card(office, page, verb_of(product, "general")) | {"brand": "Neu"}
        )

        office.post(
            verb_of(product, "general"), open_card(office, page, verb_of(product, "general")) | {"brand": "Alt"}
        )

        assert Product.objects.get(id=product.pk).brand == "Alt"

    def test_keeps_a_price_that_was_changed_meanwhile(self, office, real_shop):
        product, page = an_article()
        sku = Sku.objects.get(code="LAMP")
        early = open_card(office, page, verb_of(product, "sku"), sku=str(sku.pk))
        Sku.objects.filter(id=sku.pk).update(price="79.50")

        office.post(verb_of(product, "sku"), early | {"weight_g": "900"})

        kept = Sku.objects.get(id=sku.pk)
        assert (str(kept.price), kept.weight_g) == ("79.5000", 900)

    def test_keeps_the_maker_while_the_warnings_are_written(self, office, real_shop):
        product, page = an_article()
        early = open_card(office, page, verb_of(product, "law"))
        office.post(verb_of(product, "law"), early | MAKER)

        office.post(verb_of(product, "law"), early | {"warnings": "Heiß"})

        kept = Product.objects.get(id=product.pk)
        assert (kept.manufacturer.name, kept.warnings) == ("Lampen AG", "Heiß")

    def test_changes_one_field_of_the_maker_and_keeps_the_others(self, office, real_shop):
        product, page = an_article()
        office.post(verb_of(product, "law"), open_card(office, page, verb_of(product, "law")) | MAKER)

        office.post(
            verb_of(product, "law"), open_card(office, page, verb_of(product, "law")) | {"manufacturer_city": "Ulm"}
        )

        kept = Product.objects.get(id=product.pk).manufacturer
        assert (kept.name, kept.city) == ("Lampen AG", "Ulm")

    def test_writes_no_text_over_another(self, office, real_shop):
        product, page = an_article()
        early = open_card(office, page, verb_of(product, "text"), language="de")
        office.post(verb_of(product, "text"), early | {"name": "Lampe", "description": "Erste"})

        office.post(verb_of(product, "text"), early | {"name": "Lampe", "description": "Zweite"})

        assert ProductText.objects.get(product=product, language="de").description == "Erste"

    def test_writes_no_recipe_over_another(self, office, real_shop):
        product, page = an_article()
        kit = Sku.objects.create(product=Product.objects.create(name="Set"), code="SET", is_kit=True, price=1)
        press, page = verb_of(kit.product, "kit"), reverse("admin:article", args=[kit.product_id])
        early = open_card(office, page, press, sku=str(kit.pk))
        office.post(press, early | {"parts": "LAMP = 2"})

        office.post(press, early | {"parts": "LAMP = 3"})

        assert KitPart.objects.get(kit=kit).quantity == 2


class TestACardOfACustomer:
    def test_leaves_alone_what_its_reader_did_not_touch(self, office, real_shop):
        customer = real_shop.place((1, "LAMP")).customer
        page, press = ways_of("customer", customer.pk, "general")
        early = open_card(office, page, press)
        office.post(press, early | {"phone": "040 123"})

        office.post(press, early | {"vat_id": "DE123456789"})
        told = office.post(press, early | {"phone": "089 9"}, follow=True).content.decode()

        kept = Customer.objects.get(id=customer.pk)
        assert (kept.phone, kept.vat_id) == ("040 123", "DE123456789")
        assert "Telefon ist jetzt: 040 123. Sie haben eingegeben: 089 9." in told

    def test_loses_no_person_that_was_written_down_meanwhile(self, office, real_shop):
        customer = real_shop.place((1, "LAMP")).customer
        page, press = ways_of("customer", customer.pk, "contacts")
        early = open_card(office, page, press)
        ines = [NewContact("Ines")]
        in_one_go(
            lambda: keep_contacts(customer_id=customer.pk, contacts=ines, at=read_clock(), by=Actor("user", "ben"))
        )

        told = office.post(press, early | {"contact_name": "Otto"}, follow=True).content.decode()

        assert [it.name for it in customer.contacts.all()] == ["Ines"]
        assert "Jemand hat diese geändert" in told


class TestTheTagsOfAnOrder:
    def test_are_not_written_over_unseen(self, office, real_shop):
        order = real_shop.place((1, "LAMP"))
        page, press = ways_of("order", order.pk, "tags")
        early = open_card(office, page, press)
        office.post(press, early | {"tags": "eilig"})

        told = office.post(press, early | {"tags": "Geschenk"}, follow=True).content.decode()

        assert Order.objects.get(id=order.pk).tags == ["eilig"]
        assert "Schlagworte ist jetzt: eilig. Sie haben eingegeben: Geschenk." in told
