"""What a merchant met on a working day: nothing is dropped in silence, nobody is shut out, nobody is asked twice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from builders import assert_house_in_order, hear_news, nothing_failed, person, walk_to_packed
from kontor.access.public import Role, User
from kontor.accounting.public import list_open_items
from kontor.catalog.public import Sku
from kontor.flows.cancellation import cancel_whole_order
from kontor.flows.dispatch import dispatch_shipments
from kontor.flows.money import drop_by_hand, refund_order
from kontor.flows.picking import start_picking
from kontor.flows.waiting import list_waiting
from kontor.fulfilment.public import FulfilmentOrder, PickList, PickTask
from kontor.kernel.clock import read_clock
from kontor.payments.public import MoneyIntent, find_payment

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


class TestTheLastOwner:
    @pytest.fixture
    def chef(self, db):
        user = User.objects.create_user("chef", password="a-long-and-quiet-password", is_staff=True)
        user.roles.add(Role.objects.create(name="Inhaber", capabilities=["access:write", "orders:write"]))
        client = Client()
        client.force_login(user, backend="kontor.config.backends.CapabilityBackend")
        return client

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
