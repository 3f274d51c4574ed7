"""A warehouse and the prices of channels, worked by a program: pick, pack, hand over, and what an article costs where."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.test import Client
from test_rest import Api

from builders import assert_house_in_order, hear_news, nothing_failed
from kontor.channels.tables import Listing, Offer
from kontor.fulfilment.tables import FulfilmentOrder, PickTask, Shipment
from kontor.orders.tables import Order, OrderLine
from kontor.rest import auth
from kontor.rest.intake import writer
from kontor.shipping.tables import LabelIntent, Parcel
from kontor.shipping.tasks import book_labels

pytestmark = pytest.mark.django_db(transaction=True)
API = "/api/v1"


class Program(Api):
    """A program that changes things, too."""

    def put(self, url: str, body):
        return Client(headers=self._headers({})).put(url, json.dumps(body), content_type="application/json")

    def patch(self, url: str, body, **headers):
        return Client(headers=self._headers(headers)).patch(url, json.dumps(body), content_type="application/json")


@pytest.fixture
def api(real_shop, at, by):
    auth._known.clear()
    yield Program("*", at=at, by=by)
    writer.stop()


def parts(api, **asked) -> list[dict]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return api.get(f"{API}/fulfilment-orders?{query}").json()["fulfilment_orders"]


class TestAWarehouse:
    def test_is_worked_by_a_program_from_the_shelf_to_the_carrier(self, api, real_shop):
        order = real_shop.place((2, "LAMP"), (1, "VASE"))
        hear_news()
        (part,) = parts(api, state="OPEN", location="NEAR")
        assert (part["order_number"], part["lines"]) == (order.number, [
            {"sku": "LAMP", "quantity": 2, "picked": 0}, {"sku": "VASE", "quantity": 1, "picked": 0},
        ])  # fmt: skip

        begun = api.post(f"{API}/pick-lists", {"fulfilment_orders": [part["id"]]})
        assert begun.status_code == 201
        for task in begun.json()["tasks"]:
            told = api.post(f"{API}/pick-tasks/{task['id']}", {"picked": task["quantity"]})
            assert told.status_code == 200
        assert all(
            it["picked"] == it["quantity"] for it in api.get(f"{API}/pick-lists/{begun.json()['id']}").json()["tasks"]
        )
        shipment = api.post(f"{API}/fulfilment-orders/{part['id']}/pack", {}).json()["shipment"]
        hear_news()
        book_labels(intent_ids=list(LabelIntent.objects.values_list("id", flat=True)))
        parcel = Parcel.objects.get()
        numbered = api.put(f"{API}/parcels/{parcel.id}/number", {"carrier": "gls", "number": "003404341610"})
        gone = api.post(f"{API}/shipments/hand-over", {"shipments": [shipment]})
        hear_news()

        parcel.refresh_from_db()
        assert (numbered.status_code, parcel.carrier, gone.status_code) == (200, "gls", 200)
        assert Order.objects.get(id=order.id).state == "CLOSED"
        nothing_failed()
        assert_house_in_order()

    def test_counts_a_pick_that_is_sent_again_under_its_key_once(self, api, real_shop):
        real_shop.place((2, "LAMP"))
        hear_news()
        api.post(f"{API}/pick-lists", {"fulfilment_orders": [parts(api)[0]["id"]]})
        task = PickTask.objects.get()

        for _twice in range(2):
            api.post(f"{API}/pick-tasks/{task.id}", {"picked": 1}, **{"Idempotency-Key": "scan-1"})

        task.refresh_from_db()
        assert task.picked == 1

    def test_looks_elsewhere_for_what_is_missing(self, api, real_shop):
        order = real_shop.place((2, "LAMP"))
        hear_news()
        part = parts(api)[0]
        api.post(f"{API}/pick-lists", {"fulfilment_orders": [part["id"]]})

        api.post(f"{API}/pick-tasks/{PickTask.objects.get().id}", {"missing": 2})
        hear_news()

        assert OrderLine.objects.get(order=order).reserved == 2
        assert FulfilmentOrder.objects.filter(order=order, state="OPEN").exclude(id=part["id"]).exists()

    @pytest.mark.parametrize(
        ("path", "body", "status"),
        [
            ("pick-lists", {"fulfilment_orders": [4711]}, 404), ("pick-lists", {"fulfilment_orders": []}, 422),
            ("pick-tasks/4711", {"picked": 1}, 404), ("pick-tasks/4711", {"picked": 1, "missing": 1}, 422),
            ("pick-tasks/99999999999999999999", {"picked": 1}, 404), ("fulfilment-orders/4711/pack", {}, 404),
            ("shipments/hand-over", {"shipments": [4711]}, 404),
        ],
    )  # fmt: skip
    def test_refuses_what_there_is_not_and_moves_nothing(self, api, real_shop, path, body, status):
        real_shop.place((2, "LAMP"))
        hear_news()

        assert api.post(f"{API}/{path}", body).status_code == status
        assert not Shipment.objects.exists()
        assert FulfilmentOrder.objects.get().state == "OPEN"

    def test_is_told_a_page_at_a_time(self, api, real_shop):
        for _turn in range(3):
            real_shop.place((1, "LAMP"))
        hear_news()

        first = api.get(f"{API}/fulfilment-orders?limit=2").json()
        rest = api.get(f"{API}/fulfilment-orders?limit=2&after={first['next']}").json()

        assert [len(it["fulfilment_orders"]) for it in (first, rest)] == [2, 1]
        assert rest["next"] is None


class TestOffers:
    @pytest.fixture
    def listing(self, real_shop):
        found = Listing.objects.create(
            channel=real_shop.channel, channel_sku="C-LAMP", sku_id=real_shop.skus["LAMP"], price=Decimal("10.00")
        )
        Offer.objects.create(listing=found, channel=real_shop.channel, wanted=3, available=3, published=2)
        return found

    def test_are_listed_with_what_is_wanted_and_what_the_channel_took(self, api, listing):
        (told,) = api.get(f"{API}/offers?channel_sku.is=C-LAMP").json()["offers"]

        assert (told["channel_sku"], told["price"], told["wanted"], told["published"]) == ("C-LAMP", "10.0000", 3, 2)
        assert api.get(f"{API}/offers?channel_sku.is=C-VASE").json()["offers"] == []

    @pytest.mark.parametrize(
        ("body", "price"), [({"price": "12.50"}, "12.50"), ({"change": "+5%"}, "10.50"), ({"price": None}, None)]
    )
    def test_change_their_price(self, api, listing, body, price):
        told = api.patch(f"{API}/offers/{listing.id}", body, **{"Idempotency-Key": "p1"})

        assert told.status_code == 200
        listing.refresh_from_db()
        assert listing.price == (None if price is None else Decimal(price))
        assert Offer.objects.get().wanted_price == listing.price

    @pytest.mark.parametrize(
        "body", [{}, {"price": "0"}, {"price": "1.999"}, {"change": "5"}, {"price": "1", "change": "+1"}, {"x": 1}]
    )
    def test_take_nothing_that_is_no_price(self, api, listing, body):
        assert api.patch(f"{API}/offers/{listing.id}", body).status_code == 422
        listing.refresh_from_db()
        assert listing.price == 10

    def test_that_there_are_not_are_none(self, api, listing):
        for number in (0, 4711, 10**20):
            assert api.get(f"{API}/offers/{number}").status_code == 404
            assert api.patch(f"{API}/offers/{number}", {"price": "1"}).status_code == 404
