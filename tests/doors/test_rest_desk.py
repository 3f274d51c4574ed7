"""Programs see what waits and what is wrong, and set it going; they merge, part and take back as people do by the pages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction
from test_rest_house import caller

from builders import hear_news, walk_to_packed
from kontor.customers.tables import Customer
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.fulfilment.tables import FulfilmentOrder
from kontor.invoicing.tables import Invoice
from kontor.orders.public import hold_order
from kontor.orders.tables import Order
from kontor.platform.keep.alarms import Wrong, raise_alarms
from kontor.platform.models import Alarm

pytestmark = pytest.mark.django_db(transaction=True)


class TestWhatWaits:
    def test_is_told_with_its_order_and_set_going_by_the_right_of_its_room(self, real_shop, client):
        order = real_shop.place((1, "LAMP"))
        with transaction.atomic():
            hold_order(order_id=order.id, reason="manual", note="asks back", at=real_shop.at, by=real_shop.by)
        ask = caller(real_shop, client, "platform:read")

        (held,) = [it for it in ask("get", "/waiting").json() if it["kind"] == "held"]

        assert (held["order"], held["problem"], held["again"]) == (order.number, "asks back", False)
        assert ask("post", "/waiting/mail/1", {}).json()["facts"]["needs"] == "messaging:write"
        write = caller(real_shop, client, "messaging:write", "messaging:read")
        assert write("post", "/waiting/mail/1", {}).json() == {"kind": "mail", "id": 1, "going": False}
        assert write("post", "/waiting/mail/99999999999999999999", {}).json()["going"] is False

    def test_alarms_are_quiet_for_as_long_as_somebody_wants(self, real_shop, client):
        with transaction.atomic():
            raise_alarms(wrong=[Wrong("late", "", 3, "orders")], at=real_shop.at)
        ask = caller(real_shop, client, "*")
        (told,) = ask("get", "/alarms").json()

        quiet = ask("post", f"/alarms/{told['id']}/quiet", {"hours": 2})

        assert (told["kind"], told["count"], told["quiet_until"]) == ("late", 3, None)
        assert quiet.status_code == 200
        assert Alarm.objects.get().quiet_until is not None
        assert ask("post", "/alarms/4711/quiet", {"hours": 2}).status_code == 404


class TestParcels:
    def test_two_orders_of_one_buyer_leave_in_one_and_apart_again(self, real_shop, client):
        buyer = {"ship_to": {"name": "Anna", "street": "Weg 1", "postal_code": "50667", "city": "Köln", "country": "DE",
                             "email": "anna@example.org"}}  # fmt: skip
        orders = [real_shop.place((1, "LAMP"), **buyer) for _ in range(2)]
        hear_news()
        ask = caller(real_shop, client, "*")

        answer = ask("post", "/fulfilment-orders/merge", {"orders": [str(it.uuid) for it in orders]})
        assert answer.status_code == 200, answer.content
        made = answer.json()

        parts = FulfilmentOrder.objects.filter(order__in=orders).order_by("id")
        assert {it.merge_id for it in parts} == set(made["merges"])
        assert ask("post", f"/fulfilment-orders/{parts[0].id}/unmerge", {}).status_code == 200
        assert {it.merge_id for it in parts.all()} == {None}

    def test_one_order_leaves_in_two_and_in_one_again(self, real_shop, client):
        real_shop.channel.capabilities = ["split_shipment"]
        real_shop.channel.save()
        order = real_shop.place((3, "LAMP"))
        hear_news()
        ask, part = caller(real_shop, client, "*"), FulfilmentOrder.objects.get(order=order)

        made = ask("post", f"/fulfilment-orders/{part.id}/split", {"pieces": {"1": 1}}).json()["fulfilment_order"]

        assert FulfilmentOrder.objects.filter(order=order, state="OPEN").count() == 2
        assert ask("post", f"/fulfilment-orders/{part.id}/split", {"pieces": {"9": 1}}).status_code == 422
        assert ask("post", f"/fulfilment-orders/{made}/join", {}).status_code == 200
        assert FulfilmentOrder.objects.filter(order=order, state="OPEN").count() == 1
        assert ask("post", "/fulfilment-orders/4711/join", {}).status_code == 404


class TestBuyersAndInvoices:
    def test_two_customers_are_one_and_two_again(self, real_shop, client):
        one, other = (real_shop.place((1, "LAMP"), ship_to=place(name)) for name in ("Anna", "Berta"))
        hear_news()
        ask = caller(real_shop, client, "*")
        customers = Customer.objects.order_by("id").values_list("id", flat=True)
        kept, gone = customers[0], customers[1]

        merge = ask("post", f"/customers/{kept}/merge", {"gone": gone}).json()["merge"]

        assert set(Order.objects.filter(id__in=[one.id, other.id]).values_list("customer_id", flat=True)) == {kept}
        assert ask("delete", f"/customers/merges/{merge}").status_code == 200
        assert set(Order.objects.filter(id__in=[one.id, other.id]).values_list("customer_id", flat=True)) == {
            kept,
            gone,
        }

    def test_an_invoice_is_taken_back_once_for_a_reference(self, real_shop, client):
        order = real_shop.place((3, "LAMP"))
        hear_news()
        shipments = walk_to_packed(real_shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        hear_news()
        ask, invoice = caller(real_shop, client, "*"), Invoice.objects.get(order=order)
        wanted = {"pieces": {"1": 1}, "reference": "r-1"}

        first, second = (ask("post", f"/invoices/{invoice.id}/corrections", wanted) for _ in range(2))

        assert (first.status_code, first.json()) == (202, {"issued": True})
        assert second.status_code == 409, "the same reference takes nothing back again"
        assert Invoice.objects.get(corrects=invoice).gross < Decimal(0)
        assert ask("post", "/invoices/4711/corrections", wanted).status_code == 404


def place(name: str) -> dict[str, str]:
    return {"name": name, "street": f"{name}weg 1", "postal_code": "50667", "city": "Köln", "country": "DE",
            "email": f"{name.lower()}@example.org"}  # fmt: skip
