"""Lists of the API: the conditions of the grids, pages that cost the same however deep, and only the fields that are wanted."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from test_rest import Api

from builders import hear_news
from kontor.orders.public import hold_order
from kontor.rest import auth
from kontor.rest.lists import LISTS

pytestmark = pytest.mark.django_db(transaction=True)

URL = "/api/v1/orders"


@pytest.fixture
def api(real_shop, at, by):
    auth._known.clear()
    return Api("*", at=at, by=by)


@pytest.fixture
def orders(real_shop):
    """Three orders of one lamp, of which the second is held."""
    found = [real_shop.place((count, "LAMP"), payment="prepayment") for count in (1, 2, 3)]
    with transaction.atomic():
        hold_order(order_id=found[1].id, reason="manual", note="", at=real_shop.at, by=real_shop.by)
    return found


def numbers(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [it["number"] for it in answer.json()["orders"]]


class TestConditions:
    def test_are_those_of_the_grid(self, api, orders):
        first, second, third = (it.number for it in orders)

        assert numbers(api.get(f"{URL}?state.is=HELD")) == [second]
        assert numbers(api.get(f"{URL}?state.not=HELD")) == [third, first]
        assert numbers(api.get(f"{URL}?gross.least={orders[1].gross}&state.in=PLACED,HELD&sort=gross")) == [
            second,
            third,
        ]
        assert numbers(api.get(f"{URL}?number.is={first}")) == [first]

    def test_keep_their_old_names(self, api, orders):
        order = orders[2]

        assert numbers(api.get(f"{URL}?state=HELD")) == [orders[1].number]
        assert numbers(api.get(f"{URL}?channel=nowhere")) == []
        assert numbers(api.get(f"{URL}?external_id={order.external_id}")) == [order.number]

    @pytest.mark.parametrize(
        ("asked", "field"),
        [
            ("state.is=GONE", "state.is"), ("gross.least=much", "gross.least"), ("gross.least=1E%2B1000000", "gross.least"),
            ("colour.is=red", "colour.is"),
            ("sate=HELD", "sate"), ("sort=colour", "sort"), ("limit=0", "limit"), ("limit=9999", "limit"),
            ("fields=number,colour", "fields"), ("placed_at.on=yesterday", "placed_at.on"),
            ("after=behind", "after"), ("after=p.xyz", "after"), ("sort=gross&after=5", "after"),
        ],
    )  # fmt: skip
    def test_that_cannot_be_understood_find_nothing_and_say_so(self, api, orders, asked, field):
        answer = api.get(f"{URL}?{asked}")

        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (422, "request.query_wrong")
        assert problem["errors"][0]["field"] == field

    def test_search_as_the_grid_does(self, api, orders):
        assert numbers(api.get(f"{URL}?q={orders[0].number}")) == [orders[0].number]
        assert len(numbers(api.get(f"{URL}?q=LAMP"))) == 3


class TestPages:
    @pytest.mark.parametrize("sort", ["-id", "id", "gross", "-gross", "ship_by", "-placed_at"])
    def test_lead_to_each_row_once_however_sorted(self, api, orders, sort):
        seen, after = [], ""
        for _ in range(5):
            answer = api.get(f"{URL}?limit=2&sort={sort}&after={after}")
            seen += numbers(answer)
            after = answer.json()["next"]
            if after is None:
                break

        assert sorted(seen) == sorted(it.number for it in orders)

    def test_have_only_the_fields_that_are_wanted(self, api, orders):
        answer = api.get(f"{URL}?fields=number,gross&limit=1")

        assert answer.json()["orders"] == [{"number": orders[2].number, "gross": f"{orders[2].gross:.4f}"}]


class TestEachList:
    @pytest.mark.parametrize("path", sorted(LISTS))
    def test_is_told_to_whom_it_is_open(self, api, orders, path):
        told = LISTS[path]
        answer = api.get(f"/api/v1{path}")

        assert answer.status_code == 200, answer.content
        body = answer.json()
        assert set(body) == {told.key, "next"}
        for row in body[told.key]:
            assert set(row) == set(told.row.model_fields)
            told.row.model_validate(row)

    @pytest.mark.parametrize("path", sorted(LISTS))
    def test_is_closed_to_others(self, real_shop, at, by, path):
        auth._known.clear()
        other = Api("locations:read", at=at, by=by)

        assert other.get(f"/api/v1{path}").status_code == 403
        assert other.get(f"/api/v1/lists/{LISTS[path].key}").status_code == 403
        assert Client().get(f"/api/v1{path}").status_code == 401

    @pytest.mark.parametrize("path", sorted(LISTS))
    def test_says_by_what_it_can_be_asked(self, api, orders, path):
        told = api.get(f"/api/v1/lists/{LISTS[path].key}").json()
        described = Client().get("/api/v1/openapi.json").json()["paths"][f"/api/v1{path}"]["get"]["parameters"]

        names = {it["name"] for it in described}
        assert {f"{field['name']}.{op}" for field in told["fields"] for op in field["operators"]} <= names
        assert {"q", "after", "limit", "sort", "fields"} <= names

    def test_of_no_name_is_refused(self, api):
        answer = api.get("/api/v1/lists/colours")

        assert (answer.status_code, answer.json()["code"]) == (404, "request.list_unknown")

    def test_has_rows_of_what_happened(self, api, real_shop, orders):
        assert api.get("/api/v1/customers").json()["customers"]
        assert api.get("/api/v1/stock?sku.is=LAMP").json()["stock"][0]["reserved"] == 6
        assert {it["kind"] for it in api.get("/api/v1/stock/moves").json()["moves"]} == {"receipt", "reserve"}
        hear_news()
        payments = api.get("/api/v1/payments?state.is=open").json()["payments"]
        assert {it["order"] for it in payments} == {str(it.uuid) for it in orders}
        assert [it["sku"] for it in api.get("/api/v1/products?code.is=LAMP").json()["products"]] == ["LAMP"]
        assert api.get("/api/v1/trail?verb.is=hold_order").json()["entries"][0]["subject"] == "order"


class TestAKeyWithFewRights:
    def test_does_not_ask_by_what_it_may_not_see(self, real_shop, at, by):
        auth._known.clear()
        clerk = Api("catalog:read", at=at, by=by)

        answer = clerk.get("/api/v1/products?cost.least=1")

        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "cost.least")
        assert "cost" not in {it["name"] for it in clerk.get("/api/v1/lists/products").json()["fields"]}
