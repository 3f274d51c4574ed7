"""What a merchant met on a working day: nothing is dropped in silence, nobody is shut out, nobody is asked twice."""

from __future__ import annotations

import struct
import zlib
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override
from lxml.html import document_fromstring, fromstring

from bank_files import camt, entry
from builders import assert_house_in_order, bulk, hear_news, nothing_failed, person, person_named, prove, walk_to_packed
from kontor.access.public import create_owner
from kontor.access.tables import Role, User
from kontor.accounting.public import list_open_items
from kontor.backoffice.refusals import problem_text
from kontor.catalog.tables import Sku
from kontor.channels.tables import Connection
from kontor.config.threshold import Threshold
from kontor.flows.money.bank import take_in_statement
from kontor.flows.money.collecting import drop_by_hand, refund_order
from kontor.flows.waiting import list_waiting
from kontor.flows.warehouse.cancellation import cancel_whole_order
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.flows.warehouse.picking import start_picking
from kontor.fulfilment.tables import FulfilmentOrder, PickList, PickTask
from kontor.inventory.public import GoodsIn, adjust_stock, receive_stock
from kontor.invoicing.tables import Invoice
from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.orders.public import hold_order
from kontor.orders.tables import Order
from kontor.payments.public import find_payment
from kontor.payments.tables import MoneyIntent, Payment, PaymentEntry
from kontor.platform.keep.pictures import PictureRefused, store_picture
from kontor.platform.models import AuditEntry
from kontor.platform.start.environment import home
from kontor.shipping.tables import LabelIntent
from kontor.shipping.tasks import book_labels

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

    @pytest.mark.parametrize("verb", ["pay", "refund"])
    def test_is_booked_once_where_two_have_the_page_open(self, real_shop, verb):
        """Each means the same transfer, or the same refund: the second is told, and looks."""
        order = real_shop.place((3, "LAMP"), payment="prepayment")
        hear_news()
        anna, ben = (person_named(name, "*") for name in ("anna", "ben"))
        press(anna, order, "pay", amount="10,00", reference="first", form="0")
        hear_news()
        forms = [
            next(it for it in fromstring(who.get(reverse("admin:order", args=[order.id])).content).forms
                 if (it.action or "").endswith(f"/{verb}/"))
            for who in (anna, ben)
        ]  # fmt: skip
        sent = [dict(it.form_values()) | {"amount": "5,00", "reference": "RF", "reason": "x"} for it in forms]

        press(anna, order, verb, **sent[0], **{})
        told = press(ben, order, verb, **(sent[1] | {"form": "another"})).content.decode()

        payment = find_payment(order.id)
        assert (payment.captured, payment.refund_pending) == ((15, 0) if verb == "pay" else (10, 5))
        assert "Jemand hat Geld dieses Auftrags gebucht oder erstattet" in told

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


class TestSeveralOrders:
    def test_are_cancelled_once_somebody_has_seen_how_many_and_said_why(self, real_shop):
        orders = [real_shop.place((1, "LAMP")), real_shop.place((1, "VASE"))]
        office, url = person("*"), reverse("admin:grid_bulk", args=["orders"])
        chosen = {"verb": "cancel", "id": [str(it.id) for it in orders]}

        asked = office.post(url, chosen, follow=True).content.decode()
        before = set(Order.objects.values_list("state", flat=True))
        done = bulk(office, "cancel", [it.id for it in orders], reason="out_of_stock")

        assert ("20,00" in asked, "2 ausgewählt" in asked, "2 möglich" in asked, before) == (
            True,
            True,
            True,
            {"PLACED"},
        )
        assert set(Order.objects.values_list("state", flat=True)) == {"CANCELLED"}
        assert "2 erledigt, 0 abgelehnt" in done
        assert set(AuditEntry.objects.filter(verb="cancel_order").values_list("key", flat=True)) == {
            it.id for it in orders
        }


class TestAnOrderWithoutItsGoods:
    def test_gets_a_day_to_leave_by_once_they_are_there(self, real_shop):
        order = real_shop.place((1, "VASE"), (9, "BOOK"))
        hear_news()
        before = Order.objects.get(id=order.id).ship_by

        with transaction.atomic():
            goods = [GoodsIn(real_shop.skus["BOOK"], real_shop.near.id, 20, "receipt:1")]
            receive_stock(goods=goods, at=real_shop.at, by=real_shop.by)
        hear_news()

        assert before is None or Order.objects.get(id=order.id).ship_by == before
        assert Order.objects.get(id=order.id).ship_by is not None
        assert set(FulfilmentOrder.objects.values_list("ship_by", flat=True)) != {None}

    def test_had_none_while_nothing_of_it_was_there(self, real_shop):
        sku = real_shop.skus["BOOK"]
        with transaction.atomic():
            adjust_stock(
                sku_id=sku, location_id=real_shop.far.id, counted=0, cause="c1", at=real_shop.at, by=real_shop.by
            )
        order = real_shop.place((1, "BOOK"))
        hear_news()
        assert Order.objects.get(id=order.id).ship_by is None

        with transaction.atomic():
            receive_stock(goods=[GoodsIn(sku, real_shop.near.id, 2, "receipt:1")], at=real_shop.at, by=real_shop.by)
        hear_news()

        assert Order.objects.get(id=order.id).ship_by is not None
        assert FulfilmentOrder.objects.get().ship_by is not None
        nothing_failed()


class TestWhatWaits:
    def test_names_stopped_orders_money_without_an_order_and_boxes_of_cancelled_ones(self, real_shop):
        stopped, packed = real_shop.place((1, "LAMP"), payment="prepayment"), real_shop.place((1, "VASE"))
        hear_news()
        with transaction.atomic():
            hold_order(order_id=stopped.id, reason="fraud", note="", at=real_shop.at, by=real_shop.by)
        walk_to_packed(real_shop, packed)
        hear_news()
        with transaction.atomic():
            cancel_whole_order(order_id=packed.id, at=real_shop.at, by=real_shop.by)
        with transaction.atomic():
            take_in_statement(
                content=camt(entry("7.77", "Gruß"), opening="100.00", closing="107.77"), name="c.xml",
                legal_entity_id=real_shop.channel.legal_entity_id, at=real_shop.at, by=real_shop.by,
            )  # fmt: skip

        kinds = {it.kind: it.order_id for it in list_waiting(real_shop.at + timedelta(hours=1))}
        page = person("*").get(reverse("admin:waiting")).content.decode()

        assert (kinds["held"], kinds["pull"], kinds["bank"]) == (stopped.id, packed.id, None)
        assert "Aufträge, die gesperrt sind" in page
        assert "7.77 EUR" in page or "7,77" in page


class TestAPaidInvoice:
    def test_says_so(self, real_shop):
        order = real_shop.place((2, "LAMP"), payment="invoice")
        hear_news()
        shipments = walk_to_packed(real_shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        hear_news()
        office, url = person("*"), reverse("admin:invoice", args=[Invoice.objects.get().id])
        open_one = office.get(url).content.decode()

        press(office, order, "pay", amount="20,00", reference="RF", form="1", day="2026-11-20")

        paid = office.get(url).content.decode()
        assert ("Zu zahlen" in open_one, "Zu zahlen" in paid) == (True, False)
        assert str(PaymentEntry.objects.get(kind="captured").booked_on) == "2026-11-20"

    def test_of_which_something_was_given_back_is_no_claim_on_the_buyer(self, real_shop):
        order = real_shop.place((2, "LAMP"))
        hear_news()
        shipments = walk_to_packed(real_shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        hear_news()
        Payment.objects.update(refunded=5)

        told = person("*").get(reverse("admin:invoice", args=[Invoice.objects.get().id])).content.decode()

        assert ("Erstattet ohne Rechnungskorrektur: 5,00" in " ".join(told.split()), "Zu zahlen" in told) == (
            True,
            False,
        )

    def test_is_not_paid_on_a_day_that_is_still_to_come(self, real_shop):
        order = real_shop.place((2, "LAMP"), payment="invoice")
        hear_news()

        answer = press(person("*"), order, "pay", amount="20,00", reference="RF", form="1", day="2030-11-26")

        assert not PaymentEntry.objects.exists()
        assert "erst noch kommt" in answer.content.decode()


class TestThePackingPage:
    def test_ticks_nothing_of_a_place_where_nobody_said_he_stands(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        walk_to_packed(real_shop, order)
        hear_news()
        book_labels.func(intent_ids=list(LabelIntent.objects.values_list("id", flat=True)))
        office, url = person("*"), reverse("admin:pack")

        anywhere = office.get(url).content.decode()
        here = office.get(url, {"location": real_shop.near.id}).content.decode()
        there = office.get(url, {"location": real_shop.far.id}).content.decode()

        ticks = [page.count('type="checkbox"') - page.count("k-none") for page in (anywhere, here)]
        assert (" checked" in anywhere, " checked" in here, order.number in there) == (False, True, False)
        assert ticks == [1, 1]

    def test_asks_again_until_the_label_is_there(self, real_shop):
        walk_to_packed(real_shop, real_shop.place((1, "LAMP")))
        hear_news()
        office, url = person("*"), reverse("admin:pack")

        waiting = office.get(url).content.decode()
        book_labels.func(intent_ids=list(LabelIntent.objects.values_list("id", flat=True)))

        assert 'hx-trigger="every 3s"' in waiting
        assert 'hx-trigger="every 3s"' not in office.get(url).content.decode()


class TestAPayloadThatWasNotUnderstood:
    def test_is_told_in_words_of_the_trade(self):
        with override("de"):
            assert problem_text(
                "payment: is none of those that are known ['paid' or 'invoice']; lines: has too few entries [1]"
            ) == (
                "Zahlung ist keiner der bekannten Werte [Im Shop bezahlt oder Auf Rechnung];"
                " Positionen hat zu wenige Einträge [1]"
            )
            assert problem_text("lines.0.unit_price: is no amount") == "Positionen 1 Preis ist kein Betrag"
            assert problem_text("https://x: y") == "https://x: y"


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
    user.roles.add(Role.objects.create(name="Inhaber", capabilities=["*"]))
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

        assert Role.objects.get().capabilities == ["*"]

    def test_is_robbed_by_nobody_who_may_less(self, chef):
        clerk, role = person("access:write"), Role.objects.get(name="Inhaber")

        page = clerk.post(
            reverse("admin:access_role_change", args=[role.pk]), {"name": "Inhaber", "capabilities": ["access:write"]},
            follow=True,
        )  # fmt: skip
        taken = clerk.post(
            reverse("admin:auth_user_password_change", args=[User.objects.get(username="chef").pk]),
            {"password1": "hacked-pass-123456", "password2": "hacked-pass-123456"},
        )

        assert "Niemand gibt Rechte, die er selbst nicht hat" in page.content.decode()
        assert Role.objects.get(name="Inhaber").capabilities == ["*"]
        assert taken.status_code == 302
        assert not User.objects.get(username="chef").check_password("hacked-pass-123456")

    def test_is_whole_again_by_the_command_whatever_became_of_the_role(self, db):
        Role.objects.create(name="Inhaber", capabilities=["access:write"])

        with transaction.atomic():
            owner = create_owner(
                username="boss", email="", password="a-long-and-quiet-password", at=read_clock(), by=SYSTEM
            )

        assert User.objects.get(id=owner).may("payments:write")


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
        form = document_fromstring(prove(chef).get(link).content.decode()).get_element_by_id("user_form")
        sent = dict(form.form_values()) | {"password1": "another long one 2", "password2": "another long one 2"}
        chef.post(link, sent)

        assert User.objects.get(username="ida").check_password("another long one 2")
        assert "argon2" not in chef.get(reverse("admin:access_user_change", args=[ida.pk])).content.decode()


class TestForms:
    def test_begin_in_germany(self, real_shop):
        User.objects.create_superuser("root", password="a-long-and-quiet-password")
        office = Client()
        office.force_login(User.objects.get(username="root"), backend="kontor.config.backends.CapabilityBackend")

        page = office.get(reverse("admin:legal_entities_legalentity_add")).content.decode()

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
            "/office/file/%00/", "/office/grid/orders/?state.is=%00", "/office/platform/auditentry/?subject=%00",
            "/office/grid/orders/preview/9223372036854775808/", "/office/bank/99999999999999999999999/ignore/",
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

        answer = client.post(reverse("admin:login"), {"login": "x" * 300, "password": "y"})

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
