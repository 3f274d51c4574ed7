"""What a merchant met on a working day: nothing is dropped in silence, nobody is shut out, nobody is asked twice."""

from __future__ import annotations

import struct
import zlib
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from lxml.html import document_fromstring

from builders import assert_house_in_order, hear_news, nothing_failed, person, walk_to_packed
from kontor.access.public import Role, User
from kontor.accounting.public import list_open_items
from kontor.catalog.public import Sku
from kontor.channels.public import Connection
from kontor.config.threshold import Threshold
from kontor.flows.money.money import drop_by_hand, refund_order
from kontor.flows.waiting import list_waiting
from kontor.flows.warehouse.cancellation import cancel_whole_order
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.flows.warehouse.picking import start_picking
from kontor.fulfilment.public import FulfilmentOrder, PickList, PickTask
from kontor.kernel.clock import read_clock
from kontor.orders.public import Order
from kontor.payments.public import MoneyIntent, find_payment
from kontor.platform.environment import home
from kontor.platform.pictures import PictureRefused, store_picture

pytestmark = pytest.mark.django_db(transaction=True)


def press(office: Client, order, verb: str, **sent: str):
    return office.post(reverse("admin:order_verb", args=[order.id, verb]), sent, follow=True)


class TestAPayment:
    def test_with_the_words_of_another_counts_and_a_double_click_does_not(self, real_shop):
        order = real_shop.place((3, "LAMP"), payment="prepayment")
        hear_news()
        office = person("orders:read", "payments:write")

        press(office, order, "pay", amount="5,00", reference="RF", form="1")
        press(office, order, "pay", amount="10,00", reference="RF", form="2")
        press(office, order, "pay", amount="10,00", reference="RF", form="2")

        assert find_payment(order.id).captured == Decimal(15)

    def test_of_an_order_on_account_is_booked_by_hand_too(self, real_shop):
        order = real_shop.place((3, "LAMP"), payment="invoice")
        hear_news()
        office = person("orders:read", "payments:read", "payments:write")
        page = office.get(reverse("admin:order", args=[order.id])).content.decode()

        press(office, order, "pay", amount="30,00", reference="RF", form="1")

        assert reverse("admin:order_verb", args=[order.id, "pay"]) in page
        assert find_payment(order.id).captured == Decimal(30)
        nothing_failed()

    def test_of_a_part_of_a_cent_is_asked_about(self, real_shop):
        order = real_shop.place((3, "LAMP"), payment="prepayment")
        hear_news()

        page = press(person("orders:read", "payments:write"), order, "pay", amount="5,001", form="1")

        assert "Bitte einen Betrag über null eingeben" in page.content.decode()
        assert find_payment(order.id).captured == 0


class TestACancelledOrder:
    def test_leaves_the_round_that_somebody_is_on(self, real_shop):
        first, second = real_shop.place((2, "LAMP")), real_shop.place((1, "VASE"))
        hear_news()
        with transaction.atomic():
            ids = list(FulfilmentOrder.objects.values_list("id", flat=True))
            start_picking(fulfilment_order_ids=ids, at=real_shop.at, by=real_shop.by)
        with transaction.atomic():
            cancel_whole_order(order_id=first.id, at=real_shop.at, by=real_shop.by)
        assert [task.open for task in PickTask.objects.order_by("id")].count(0) == 1
        assert PickList.objects.get().done_at is None

        with transaction.atomic():
            cancel_whole_order(order_id=second.id, at=real_shop.at, by=real_shop.by)

        assert PickList.objects.get().done_at is not None


class TestMoneyGivenBack:
    @pytest.fixture
    def shipped(self, real_shop):
        order = real_shop.place((2, "LAMP"), payment="prepayment")
        hear_news()
        press(person("orders:read", "payments:write"), order, "pay", amount="20,00", form="1")
        hear_news()
        shipments = walk_to_packed(real_shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        hear_news()
        nothing_failed()
        return order

    def test_out_of_goodwill_is_not_claimed_again(self, real_shop, shipped):
        with transaction.atomic():
            refund_order(
                order_id=shipped.id, amount=Decimal(6), cause="t", reason="Kratzer", at=real_shop.at, by=real_shop.by
            )
        hear_news()

        assert [item.open for item in list_open_items(real_shop.at.date()) if item.open > 0] == []

    def test_by_hand_waits_for_somebody_until_it_is_made_or_dropped(self, real_shop, shipped):
        with transaction.atomic():
            refund_order(
                order_id=shipped.id, amount=Decimal(6), cause="t", reason="x", at=real_shop.at, by=real_shop.by
            )
        hear_news()
        assert [it.kind for it in list_waiting(read_clock())] == ["refund"]

        with transaction.atomic():
            drop_by_hand(intent_id=MoneyIntent.objects.get(kind="refund").id, at=real_shop.at, by=real_shop.by)

        assert list_waiting(read_clock()) == []
        assert_house_in_order()


@pytest.fixture
def chef(db):
    """The browser of the only one who may change users and roles."""
    user = User.objects.create_user("chef", password="a-long-and-quiet-password", is_staff=True)
    user.roles.add(Role.objects.create(name="Inhaber", capabilities=["access:write", "orders:write"]))
    client = Client()
    client.force_login(user, backend="kontor.config.backends.CapabilityBackend")
    return client


class TestTheLastOwner:
    def test_cannot_shut_himself_out(self, chef):
        user = User.objects.get()
        sent = {"username": "chef", "language": "de", "is_active": "on", "is_staff": "on"}

        page = chef.post(reverse("admin:access_user_change", args=[user.pk]), sent, follow=True)

        assert "Danach könnte niemand mehr Benutzer und Rollen ändern" in page.content.decode()
        assert User.objects.get().roles.count() == 1

    def test_cannot_take_the_right_out_of_the_role_either(self, chef):
        role = Role.objects.get()
        sent = {"name": "Inhaber", "capabilities": ["orders:write"]}

        chef.post(reverse("admin:access_role_change", args=[role.pk]), sent)

        assert "access:write" in Role.objects.get().capabilities


class TestAUser:
    def test_is_added_and_gets_another_password_by_what_the_pages_show(self, chef):
        """Nothing is sent but the fields of the form, nothing is opened but a link on the page."""
        form = document_fromstring(chef.get(reverse("admin:access_user_add")).content.decode()).get_element_by_id(
            "user_form"
        )
        sent = dict(form.form_values()) | {
            "username": "ida",
            "password1": "a long password 1",
            "password2": "a long password 1",
        }
        chef.post(reverse("admin:access_user_add"), sent)
        ida = User.objects.get(username="ida")
        assert ida.check_password("a long password 1")

        page = document_fromstring(chef.get(reverse("admin:access_user_change", args=[ida.pk])).content.decode())
        (link,) = page.xpath("//a[contains(@href, '/password/')]/@href")
        form = document_fromstring(chef.get(link).content.decode()).get_element_by_id("user_form")
        sent = dict(form.form_values()) | {"password1": "another long one 2", "password2": "another long one 2"}
        chef.post(link, sent)

        assert User.objects.get(username="ida").check_password("another long one 2")
        assert "argon2" not in chef.get(reverse("admin:access_user_change", args=[ida.pk])).content.decode()


class TestForms:
    def test_begin_in_germany(self, real_shop):
        User.objects.create_superuser("root", password="a-long-and-quiet-password")
        office = Client()
        office.force_login(User.objects.get(username="root"), backend="kontor.config.backends.CapabilityBackend")

        page = office.get(reverse("admin:platform_legalentity_add")).content.decode()

        assert '<option value="DE" selected' in page
        assert '<option value="Europe/Berlin" selected' in page

    def test_take_no_price_below_nothing(self, real_shop):
        sku = Sku.objects.get(code="LAMP")
        User.objects.create_superuser("root", password="a-long-and-quiet-password")
        office = Client()
        office.force_login(User.objects.get(username="root"), backend="kontor.config.backends.CapabilityBackend")

        page = office.post(reverse("admin:catalog_sku_change", args=[sku.pk]), {"code": "LAMP", "price": "-5"})

        assert page.status_code == 200
        assert "price" in page.context["adminform"].form.errors


class TestWhatAnAttackerTried:
    @pytest.fixture
    def owner(self, real_shop):
        User.objects.create_superuser("root", password="a-long-and-quiet-password")
        office = Client(raise_request_exception=False)
        office.force_login(User.objects.get(username="root"), backend="kontor.config.backends.CapabilityBackend")
        return office

    @pytest.mark.parametrize(
        ("verb", "sent"),
        [
            ("hold", {"reason": "a\0b"}), ("hold", {"reason": "manual", "note": "a\0b"}), ("hold", {"reason": "x" * 400}),
            ("lift", {"reason": "a\0b"}), ("note", {"text": "a\0b"}), ("note", {"text": " "}), ("tags", {"tags": "a\0b"}),
            ("tags", {"tags": "a," * 20_000}), ("ask", {"account": "a\0b"}), ("pay", {"amount": "1.00", "form": "a\0b"}),
            ("pay", {"amount": "0.00001", "form": "1"}), ("cancel", {"reason": "foo"}), ("number", {"parcel": "9" * 30}),
        ],
    )  # fmt: skip
    def test_is_refused_and_changes_nothing(self, owner, real_shop, verb, sent):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        before = Order.objects.filter(id=order.id).values().get()

        answer = owner.post(reverse("admin:order_verb", args=[order.id, verb]), sent)

        assert answer.status_code in (302, 400, 404)
        assert Order.objects.filter(id=order.id).values().get() == before

    @pytest.mark.parametrize(
        "path",
        [
            "/office/file/%00/", "/office/orders/order/?state__exact=%00", "/office/platform/auditentry/?subject=%00",
            "/office/orders/order/99999999999999999999999/", "/office/bank/99999999999999999999999/ignore/",
            "/office/refunds/999999/done/", "/office/difference/99999/repair/", "/office/dunning/99999999/stop/",
            "/office/dunning/99999999999999999999999/stop/",
        ],
    )  # fmt: skip
    def test_asks_for_what_is_not_there_and_is_told_so(self, owner, path):
        answers = [owner.get(path), owner.post(path)]

        assert all(answer.status_code < 500 for answer in answers), [answer.status_code for answer in answers]

    def test_quantity_with_more_digits_than_a_number_has(self, owner, real_shop):
        sent = {"location": real_shop.near.id, "form": "x", "quantity": "000000000001" + "9" * 5000}

        assert owner.post(reverse("admin:stock_book", args=[real_shop.skus["LAMP"], "receive"]), sent).status_code < 500

    def test_name_longer_than_any(self, db):
        client = Client(raise_request_exception=False)

        answer = client.post(reverse("admin:login"), {"username": "x" * 300, "password": "y"})

        assert answer.status_code == 200

    def test_nobody_makes_himself_an_owner(self, real_shop):
        clerk = person("access:write", "orders:read")
        owner_role = Role.objects.create(name="Inhaber", capabilities=["payments:write", "access:write"])
        chef = User.objects.create_user("chef", password="a-long-and-quiet-password", is_staff=True)
        chef.roles.add(owner_role)
        me = User.objects.get(username="anna")
        sent = {"username": "anna", "language": "de", "is_active": "on", "is_staff": "on", "roles": [owner_role.pk]}

        page = clerk.post(reverse("admin:access_user_change", args=[me.pk]), sent, follow=True)
        clerk.post(
            reverse("admin:access_role_change", args=[me.roles.get().pk]),
            {"name": "r", "capabilities": ["payments:write"]},
        )
        password = clerk.get(reverse("admin:auth_user_password_change", args=[chef.pk]))

        assert "Niemand gibt Rechte, die er selbst nicht hat" in page.content.decode()
        assert not User.objects.get(username="anna").may("payments:write")
        assert password.status_code == 302

    def test_folder_of_kontor_itself_is_no_channels(self, real_shop, owner):
        sent = {
            "code": "files-2", "folder": str(home() / "keys"), "decimal": ",", "country": "DE", "currency": "EUR",
            "timezone": "Europe/Berlin",
        }  # fmt: skip

        page = owner.post(reverse("admin:connect_one", args=["files"]), sent, follow=True)

        assert "gehört Kontor selbst" in page.content.decode()
        assert not Connection.objects.filter(channel__code="files-2").exists()

    def test_logo_without_points_is_refused(self, db):
        def chunk(kind: bytes, data: bytes) -> bytes:
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        head = struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0)
        empty = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")

        with pytest.raises(PictureRefused):
            store_picture(empty, name="logo.png", at=read_clock())

    def test_fault_of_ours_is_not_told_as_a_page_that_is_not_there(self, db):
        """What the database refuses of a statement of ours is a bug; nobody would look for it behind a 404."""
        threshold, asked = Threshold(lambda request: HttpResponse()), RequestFactory().post("/office/")
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        except DatabaseError as failure:
            told = threshold.process_exception(asked, failure)

        assert told is None
        assert threshold.process_exception(asked, User.DoesNotExist()).status_code == 404
