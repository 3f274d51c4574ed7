"""Entering an order by hand: buyers and articles are found, the sum is known before, it is taken in once."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from lxml.html import fromstring

from builders import assert_house_in_order, hear_news, person
from kontor.access.tables import Role, User
from kontor.catalog.tables import Product, Sku
from kontor.channels.tables import Channel, Connection
from kontor.customers.tables import Customer, CustomerGroup
from kontor.flows.warehouse.cancellation import cancel_whole_order
from kontor.inventory.tables import Balance, Reservation
from kontor.kernel.clock import read_clock
from kontor.orders.public import hold_order
from kontor.orders.tables import Order
from kontor.payments.public import NewVoucher, issue_voucher
from kontor.payments.tables import Payment
from kontor.pricing.tables import Price, PriceList

pytestmark = pytest.mark.django_db(transaction=True)

FORM = {
    "form": "a1b2", "channel": "shop", "payment": "prepayment", "name": "Erika Muster", "street": "Domplatz 1",
    "postal_code": "50667", "city": "Köln", "country": "DE", "email": "erika@example.org", "sku": ["LAMP", "VASE"],
    "quantity": ["2", "1"], "price": ["12,50", "20"], "shipping": "4,90", "discount": "", "note": "Rief an",
    "tags": "Telefon, Eilig",
}  # fmt: skip


def a_voucher(shop, amount: str) -> str:
    new = NewVoucher(shop.channel.legal_entity_id, "multi", Decimal(amount))
    with transaction.atomic():
        return issue_voucher(new=new, at=shop.at, by=shop.by)[1]


def enter(client: Client, **changed):
    return client.post(reverse("admin:order_enter_place"), {**FORM, **changed})


class TestEntering:
    def test_takes_the_order_in_as_any_other(self, office, real_shop):
        answer = enter(office)

        order = Order.objects.get()
        assert answer["Location"] == reverse("admin:order", args=[order.id])
        assert (order.gross, order.payment, order.tags, order.notes.get().text) == (
            Order.objects.get().net + order.tax, "prepayment", ["Telefon", "Eilig"], "Rief an",
        )  # fmt: skip
        assert str(order.gross) == "49.9000"
        assert Reservation.objects.filter(open__gt=0).count() == 2
        assert Customer.objects.get().email == "erika@example.org"

    @pytest.mark.parametrize(
        ("typed", "off", "title"), [("10 %", "4.50", "Rabatt 10 %"), ("7,5%", "3.38", "Rabatt 7,5 %")]
    )
    def test_takes_so_many_percent_off_the_goods_and_nothing_off_the_shipping(
        self, office, real_shop, typed, off, title
    ):
        shown = office.post(reverse("admin:order_enter_sum"), {**FORM, "discount": typed}).content.decode()
        first, second = enter(office, discount=typed), enter(office, discount=typed)

        order = Order.objects.get()
        assert first["Location"] == second["Location"]
        assert order.gross == Decimal("49.90") - Decimal(off)
        assert title in shown
        assert {it.title for it in order.charges.filter(kind="discount")} == {title}
        assert_house_in_order()

    def test_shows_how_a_discount_is_typed_in_the_readers_language(self, office, real_shop):
        assert 'placeholder="5,00 / 10 %"' in office.get(reverse("admin:order_enter")).content.decode()

    def test_says_what_is_to_be_paid_besides_a_voucher(self, office, real_shop):
        code = a_voucher(real_shop, "10.00")

        shown = office.post(reverse("admin:order_enter_sum"), {**FORM, "voucher": code}).content.decode()

        assert "Noch zu zahlen" in shown
        assert "39,90" in shown

    @pytest.mark.parametrize("typed", ["0 %", "101 %", "-5 %", "zehn %", "%", "1,234 %"])
    def test_takes_no_percent_that_is_none(self, office, real_shop, typed):
        page = enter(office, discount=typed).content.decode()

        assert "zum Beispiel 10 %" in page
        assert Order.objects.count() == 0

    def test_sent_twice_takes_it_in_once(self, office, real_shop):
        first, second = enter(office), enter(office)

        assert first["Location"] == second["Location"]
        assert Order.objects.count() == 1

    @pytest.mark.parametrize(
        "typed",
        [
            {"shipping": "0"}, {"discount": "0"}, {"vat_id": "ATU 1234 5675"}, {"vat_id": "DE136695976"},
            {"discount": "10 %", "voucher": "X"}, {"voucher": "X"},
        ],
    )  # fmt: skip
    def test_of_whatever_kind_opens_the_same_order_when_it_is_sent_twice(self, office, real_shop, typed):
        if "voucher" in typed:
            typed = {**typed, "voucher": a_voucher(real_shop, "10.00")}

        first, second = enter(office, **typed), enter(office, **typed)

        assert (first.status_code, second.status_code) == (302, 302)
        assert first["Location"] == second["Location"]
        assert Order.objects.count() == 1

    @pytest.mark.parametrize("changed", [{"voucher": "X"}, {"tags": "Betrug"}, {"price": ["", "20"]}])
    def test_sent_again_with_a_voucher_or_another_word_is_not_taken_for_done(self, office, real_shop, changed):
        if "voucher" in changed:
            changed = {**changed, "voucher": a_voucher(real_shop, "10.00")}
        enter(office)

        assert enter(office, **changed).status_code == 200

    @pytest.mark.parametrize(
        "changed",
        [
            {"price": ["1", "20"]}, {"payment": "invoice"}, {"shipping": "9,90"}, {"discount": "5"}, {"discount": "10 %"},
            {"note": "Doch nicht"}, {"vat_id": "ATU12345675"}, {"quantity": ["3", "1"]}, {"street": "Domplatz 2"},
            {"bill_elsewhere": "1", "bill_name": "Max", "bill_street": "Weg 1", "bill_postal_code": "50667", "bill_city": "Köln",
             "bill_country": "DE"},
        ],
    )  # fmt: skip
    def test_sent_again_with_something_else_is_refused_and_changes_nothing(self, office, real_shop, changed):
        enter(office)

        again = enter(office, **changed)

        assert again.status_code == 200
        assert Order.objects.get().gross == Decimal("49.90")

    def test_sent_by_two_at_once_takes_it_in_once(self, office, real_shop):
        answers = []

        def send():
            try:
                answers.append(enter(office).status_code)
            finally:
                connection.close()

        senders = [threading.Thread(target=send) for _ in range(3)]
        [it.start() for it in senders]
        [it.join() for it in senders]

        assert Order.objects.count() == 1
        assert set(answers) <= {302, 200}

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"sku": [], "quantity": [], "price": []}, "Fügen Sie mindestens einen Artikel hinzu."),
            ({"quantity": ["2.0", "1"]}, "ganze Zahl"), ({"quantity": ["1,5", "1"]}, "ganze Zahl"),
            ({"quantity": ["0", "1"]}, "ganze Zahl"), ({"quantity": ["9" * 30, "1"]}, "ganze Zahl"),
            ({"price": ["viel", "1"]}, "Betrag"), ({"price": ["-1", "1"]}, "Betrag"), ({"country": "Nirgendwo"}, "Land"),
            ({"street": ""}, "Fehlt: Straße"), ({"channel": "nothing"}, "Wählen Sie"), ({"payment": "gold"}, "Wählen Sie"),
            ({"form": ""}, "Seite neu"), ({"voucher": "NO-SUCH-CODE"}, "Gutschein"), ({"name": "x" * 500}, "Zeichen"),
            ({"sku": ["NOTHING", "VASE"]}, "Artikel"), ({"email": "a" * 300}, "Zeichen"),
            ({"email": "kaputt@"}, "E-Mail-Adresse"), ({"postal_code": "123"}, "Postleitzahl"),
        ],
    )  # fmt: skip
    def test_refused_says_why_and_keeps_what_was_typed(self, office, real_shop, changed, said):
        answer = enter(office, **changed)

        page = answer.content.decode()
        assert (answer.status_code, said in page) == (200, True)
        assert ("Domplatz 1" in page) is (changed.get("street") is None)
        assert Order.objects.count() == 0
        assert set(Balance.objects.values_list("reserved", flat=True)) == {0}

    def test_refused_names_all_that_is_wrong_at_once(self, office, real_shop):
        told = enter(office, postal_code="5066", payment="barter", quantity=["0", "1"]).content.decode()

        assert "keine Postleitzahl" in told
        assert "Wählen Sie, wie bezahlt wird." in told
        assert "Bitte eine ganze Zahl ab 1 eingeben." in told
        assert not Order.objects.exists()

    def test_under_a_number_that_is_in_already_is_refused_where_it_says_something_else(self, office, real_shop):
        enter(office, external_id="R-7")
        again = enter(office, external_id="R-7", form="c3d4")
        other = enter(office, external_id="R-7", form="e5f6", quantity=["7", "1"])
        changed = enter(office, name="Jemand anderes", external_id="R-7", form="a7b8")

        assert (again.status_code, Order.objects.count()) == (302, 1)
        assert [it.status_code for it in (other, changed)] == [200, 200]
        assert "Dieser Auftrag ist schon da" in other.content.decode()

    def test_of_more_lines_than_an_order_has_is_refused_whole(self, office, real_shop):
        many = enter(office, sku=["LAMP"] * 201, quantity=["1"] * 201, price=["1"] * 201)
        torn = enter(office, sku=["LAMP", "VASE"], quantity=["1"], price=["1", "1"])

        assert (many.status_code, torn.status_code, Order.objects.count()) == (200, 200, 0)

    @pytest.mark.parametrize(
        ("channel", "payment"), [("shop", "marketplace"), ("shop", "provider"), ("amazon", "paid")]
    )
    def test_takes_no_channel_and_no_payment_that_it_does_not_offer(self, office, real_shop, channel, payment):
        taken = Channel.objects.create(code="amazon", name="Amazon", legal_entity=real_shop.near.legal_entity)
        Connection.objects.create(
            channel=taken, connector="amazon", state="active", next_poll_at=real_shop.at, orders_until=real_shop.at
        )

        enter(office, channel=channel, payment=payment)

        assert Order.objects.count() == 0

    def test_without_a_price_asks_the_list_of_the_buyer(self, office, real_shop):
        Sku.objects.filter(code="LAMP").update(price="59.00")

        enter(office, sku=["LAMP"], quantity=["1"], price=[""], shipping="")

        assert str(Order.objects.get().gross) == "59.0000"

    def test_with_another_invoice_address_keeps_both(self, office, real_shop):
        enter(
            office, bill_elsewhere="1", bill_name="", bill_company="Muster AG", bill_street="Hafen 1",
            bill_postal_code="20457", bill_city="Hamburg", bill_country="DE",
        )  # fmt: skip

        order = Order.objects.get()
        assert (order.address.city, order.invoice_address.company) == ("Köln", "Muster AG")

    def test_says_that_it_is_paid_only_for_whom_money_is_open_to_write(self, real_shop):
        clerk = person("orders:write")

        refused = enter(clerk, payment="paid")

        assert (refused.status_code, Order.objects.count()) == (200, 0)
        assert "data-fill" not in clerk.get(reverse("admin:order_enter_buyers"), {"buyer": "Erika"}).content.decode()
        assert enter(clerk, payment="prepayment").status_code == 302

    def test_shows_at_once_what_is_to_be_paid(self, office, real_shop):
        """Whoever has just typed an order has the money in hand: no job has to run before he can book it."""
        page = office.get(enter(office).url).content.decode()

        assert (Payment.objects.get().amount, "Zahlung buchen" in page) == (Order.objects.get().gross, True)
        hear_news()
        assert Payment.objects.count() == 1

    def test_that_is_cancelled_offers_neither_to_lift_a_hold_nor_to_give_back_what_is_given_back(
        self, office, real_shop
    ):
        enter(office)
        hear_news()
        order = Order.objects.get()
        with transaction.atomic():
            hold_order(order_id=order.id, reason="manual", note="", at=read_clock(), by=real_shop.by)
            cancel_whole_order(order_id=order.id, at=read_clock(), by=real_shop.by)
        hear_news()

        page = office.get(reverse("admin:order", args=[order.id])).content.decode()

        assert ("Sperre aufheben" in page, "Geld erstatten" in page, "Storniert" in page) == (False, False, True)

    def test_that_is_in_the_warehouse_says_so_to_who_holds_it_too_late(self, office, real_shop):
        enter(office, payment="paid")
        hear_news()
        order = Order.objects.get()
        assert order.state == "RELEASED"

        answer = office.post(reverse("admin:order_verb", args=[order.id, "hold"]), {"reason": "manual"}, follow=True)

        page = answer.content.decode()
        assert "Das Lager hat diesen Auftrag schon: Holen Sie ihn zuerst zurück." in page
        assert "Status: Freigegeben" in page

    def test_offers_no_reason_that_only_the_house_finds(self, office, real_shop):
        enter(office)
        hear_news()

        page = office.get(reverse("admin:order", args=[Order.objects.get().id])).content.decode()

        assert ('value="fraud"' in page, 'value="announced"' in page, 'value="tax"' in page) == (True, False, False)

    def test_says_that_it_is_paid_only_where_the_right_to_money_reaches(self, real_shop):
        """Of two rights each of which reaches another channel none reaches both."""
        other = Channel.objects.create(code="markt", name="Markt", legal_entity=real_shop.near.legal_entity)
        clerk = person("orders:write")
        clerk_of_money = Role.objects.create(name="money", capabilities=["payments:write"], channels=[other.id])
        User.objects.get(username="anna").roles.add(clerk_of_money)

        assert (enter(clerk, payment="paid").status_code, Order.objects.count()) == (200, 0)
        assert enter(clerk, channel="markt", payment="paid").status_code == 302

    def test_is_for_whom_orders_are_open_to_write(self, real_shop):
        reader = person("orders:read")

        assert reader.get(reverse("admin:order_enter")).status_code == 403
        assert enter(reader).status_code == 403
        assert Order.objects.count() == 0


class TestTheSum:
    @pytest.mark.parametrize(
        ("facts", "said"),
        [
            ({"gross": False}, "Sie enthält keine Umsatzsteuer"), ({"currency": "CHF"}, "Sie ist in CHF"), ({"gross": True}, ""),
        ],
    )  # fmt: skip
    def test_says_which_price_list_of_the_buyer_does_not_count_here(self, office, real_shop, facts, said):
        """Else a dealer pays what everybody pays, and nobody knows why."""
        office.cookies["django_language"] = "de"
        dealers = CustomerGroup.objects.create(code="dealers", name="Händler")
        Channel.objects.update(group=dealers)
        prices = PriceList.objects.create(code="d26", name="Händler 2026", group=dealers, **facts)
        Price.objects.create(
            price_list=prices, sku_id=real_shop.skus["LAMP"], amount=7, from_quantity=1, valid_from=date(2026, 1, 1)
        )

        page = office.post(reverse("admin:order_enter_sum"), FORM).content.decode()

        assert ("gilt hier nicht" in page, said in page) == (bool(said), True)

    def test_says_where_nothing_is_taxed_that_prices_are_charged_as_they_stand(self, office, real_shop):
        office.cookies["django_language"] = "de"
        swiss = FORM | {"country": "CH", "postal_code": "8001", "city": "Zürich"}

        page = office.post(reverse("admin:order_enter_sum"), swiss).content.decode()

        assert "Ohne Umsatzsteuer: Die Preise werden so berechnet, wie sie hier stehen" in page

    def test_is_told_before_anything_is_written(self, office, real_shop):
        page = office.post(reverse("admin:order_enter_sum"), FORM).content.decode()

        assert ("49,90" in page, "Lager Köln" in page, "4,90" in page, "Versand" in page) == (True, True, True, True)
        assert (Order.objects.count(), Customer.objects.count()) == (0, 0)
        assert set(Balance.objects.values_list("reserved", flat=True)) == {0}

    def test_says_what_is_not_in_stock(self, office, real_shop):
        page = office.post(reverse("admin:order_enter_sum"), {**FORM, "quantity": ["2", "9"]}).content.decode()

        assert "5 nicht auf Lager" in page

    def test_uses_up_no_number(self, office, real_shop):
        for _ in range(5):
            office.post(reverse("admin:order_enter_sum"), FORM)
        enter(office)
        enter(office, form="c3d4")

        numbers = sorted(int(it) for it in Order.objects.values_list("number", flat=True))
        assert numbers[1] - numbers[0] == 1


class TestFinding:
    def test_buyers_by_what_they_say_on_the_telephone(self, office, real_shop):
        enter(office)
        Customer.objects.update(phone="+49 221 998877")

        for term in ("Muster", "erika@example.org", "0221 998877", "50667"):
            page = office.get(reverse("admin:order_enter_buyers"), {"buyer": term}).content.decode()
            assert 'data-street="Domplatz 1"' in page, term
        assert "data-fill" not in office.get(reverse("admin:order_enter_buyers"), {"buyer": "Niemand"}).content.decode()

    def test_articles_by_number_barcode_or_name(self, office, real_shop):
        for term in ("LAMP", "lamp", "4006381333931", "Tisch", "LA"):
            page = fromstring(office.get(reverse("admin:order_enter_articles"), {"article": term}).content)
            assert [it.split("sku=")[1] for it in page.xpath("//@data-add")] == ["LAMP"], term

    def test_articles_by_the_words_of_their_variant(self, office, real_shop):
        Sku.objects.filter(code="LAMP").update(variant="rot / S")
        for term in ("rot", "Tisch rot", "S rot"):
            page = fromstring(office.get(reverse("admin:order_enter_articles"), {"article": term}).content)
            assert [it.split("sku=")[1] for it in page.xpath("//@data-add")] == ["LAMP"], term

    def test_takes_the_article_whose_number_is_just_that(self, office, real_shop):
        """Numbers that differ in capitals alone came in with files: whoever types one of them means that one."""
        lamp = Sku.objects.get(code="LAMP")
        Sku.objects.create(product=lamp.product, code="lamp")
        for term in ("LAMP", "lamp"):
            page = fromstring(office.get(reverse("admin:order_enter_articles"), {"article": term}).content)
            assert [it.split("sku=")[1] for it in page.xpath("//@data-add")] == [term]

    def test_nothing_by_nonsense(self, office, real_shop):
        for term in ("%", "_", "'", "x" * 400, "\x07", "<b>"):
            answer = office.get(reverse("admin:order_enter_articles"), {"article": term})
            assert (answer.status_code, b"data-add" in answer.content) == (200, False), term

    def test_no_article_that_is_not_sold_any_more(self, office, real_shop):
        Product.objects.filter(name="Vase").update(active=False)

        assert b"data-add" not in office.get(reverse("admin:order_enter_articles"), {"article": "VASE"}).content

    def test_offers_only_channels_that_bring_no_orders_themselves(self, office, real_shop):
        page = fromstring(office.get(reverse("admin:order_enter")).content)

        offered = page.xpath("//select[@name='channel']/option/@value")
        assert offered == list(Channel.objects.filter(active=True).values_list("code", flat=True))
