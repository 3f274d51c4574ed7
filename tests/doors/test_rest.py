"""The REST API: what other programs get, also when they ask badly."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client

from builders import assert_house_in_order, payload
from kontor.access.public import create_api_key, revoke_api_key
from kontor.catalog.tables import KitPart, Sku
from kontor.kernel.clock import read_clock
from kontor.orders.tables import Order
from kontor.platform.keep.retention import forget_some
from kontor.rest import auth
from kontor.rest.intake import writer

pytestmark = pytest.mark.django_db(transaction=True)

URL = "/api/v1/orders"


class Api:
    """A program with a key."""

    def __init__(self, *capabilities: str, at, by, name: str = "prog") -> None:
        with transaction.atomic():
            self.secret = create_api_key(name=name, capabilities=list(capabilities), at=at, by=by)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", **more}

    def post(self, url: str, body, **headers: str):
        data = body if isinstance(body, (bytes, str)) else json.dumps(body)
        return Client(headers=self._headers(headers)).post(url, data, content_type="application/json")

    def get(self, url: str):
        return Client(headers=self._headers({})).get(url)


@pytest.fixture
def api(real_shop, at, by):
    auth._known.clear()
    yield Api("*", at=at, by=by)
    writer.stop()


class TestPlaceOrder:
    def test_answers_201_after_the_commit_and_200_for_a_known_order(self, api, real_shop):
        order = payload((2, "LAMP"))

        first, again = api.post(URL, order), api.post(URL, order)

        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json()["uuid"] == again.json()["uuid"]
        assert real_shop.stock("LAMP") == (15, 2)
        assert_house_in_order()

    def test_with_a_key_is_done_once_and_answered_the_same(self, api):
        order = payload((1, "LAMP"))

        first = api.post(URL, order, **{"Idempotency-Key": "k1"})
        again = api.post(URL, order, **{"Idempotency-Key": "k1"})

        assert (first.status_code, first.content) == (again.status_code, again.content)
        assert Order.objects.count() == 1

    def test_with_a_key_used_for_another_body_is_refused(self, api):
        api.post(URL, payload((1, "LAMP")), **{"Idempotency-Key": "k1"})

        answer = api.post(URL, payload((1, "LAMP")), **{"Idempotency-Key": "k1"})

        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency.other_request")
        assert Order.objects.count() == 1

    def test_with_a_key_in_flight_is_refused_for_the_moment(self, api):
        import psycopg
        from django.conf import settings  # noqa: F401

        with psycopg.connect(connection.get_connection_params() and _dsn()) as other:
            other.execute("SELECT pg_advisory_xact_lock(hashtextextended('key:prog k1', 7))")

            answer = api.post(URL, payload((1, "LAMP")), **{"Idempotency-Key": "k1"})

        assert (answer.status_code, answer.json()["code"]) == (409, "idempotency.in_flight")
        assert Order.objects.count() == 0

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"channel": "nowhere"}, "channel"),
            ({"lines": [{"sku": "NOPE", "quantity": 1, "unit_price": "1.00"}]}, "lines.sku"),
            ({"lines": [{"sku": "LAMP", "quantity": -1, "unit_price": "1.00"}]}, "lines.0.quantity"),
            ({"lines": [{"sku": "LAMP", "quantity": 10**12, "unit_price": "1.00"}]}, "lines.0.quantity"),
            ({"lines": [{"sku": "LAMP", "quantity": 1.5, "unit_price": "1.00"}]}, "lines.0.quantity"),
            ({"lines": [{"sku": "LAMP", "quantity": 1, "unit_price": "0.00001"}]}, "lines.0.unit_price"),
            ({"lines": [{"sku": "LAMP", "quantity": 1, "unit_price": "-1"}]}, "lines.0.unit_price"),
            ({"lines": []}, "lines"),
            ({"total": "99.99"}, "total"),
            ({"currency": "XYZ"}, "currency"),
            ({"currency": "USD"}, "currency"),
            ({"ship_to": {"name": "E", "country": "DE"}}, "ship_to"),
            ({"ship_to": {"name": "E", "street": "a", "postal_code": "1", "city": "b", "country": "XX"}}, "ship_to.country"),
            ({"external_id": ""}, "external_id"),
            ({"external_id": "a\x00b"}, "external_id"),
            ({"external_id": "x" * 101}, "external_id"),
            ({"note": "x" * 5000}, "note"),
        ],
    )  # fmt: skip
    def test_names_field_and_reason_of_what_is_wrong(self, api, change, field):
        answer = api.post(URL, {**payload((1, "LAMP")), **change})

        assert answer.status_code == 422, answer.content
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["errors"][0]["field"] == field
        assert answer.json()["errors"][0]["reason"]
        assert Order.objects.count() == 0

    @pytest.mark.parametrize(
        "body", [b"{", b"", b"[]", b"\xff\xfe", b'{"a": "\\ud800"}', b"null", b'{"lines": ' + b"[" * 2000]
    )
    def test_never_answers_500_to_garbage(self, api, body):
        answer = api.post(URL, body)

        assert answer.status_code == 422, answer.content
        assert answer.json()["errors"]

    def test_never_takes_state_price_or_payment_from_fields_that_do_not_exist(self, api):
        order = {
            **payload((1, "LAMP"), payment="prepayment"),
            "state": "RELEASED",
            "secured_at": "2020-01-01",
            "gross": "1",
        }

        uuid = api.post(URL, order).json()["uuid"]

        assert (Order.objects.get(uuid=uuid).state, Order.objects.get(uuid=uuid).secured_at) == (
            "PLACED",
            None,
        )

    def test_places_many_and_answers_each_in_its_place(self, api):
        answer = api.post(
            f"{URL}/batch", {"orders": [payload((1, "LAMP")), payload((1, "NOPE")), payload((1, "VASE"))]}
        )

        assert [one["status"] for one in answer.json()["answers"]] == [201, 422, 201]

    def test_joins_requests_of_many_threads_without_losing_one(self, api, real_shop):
        answers: list[int] = []

        def ask() -> None:
            answers.append(api.post(URL, payload((1, "LAMP"))).status_code)
            connection.close()

        threads = [threading.Thread(target=ask) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert answers == [201] * 20
        assert real_shop.stock("LAMP") == (15, 15)
        assert_house_in_order()


def _dsn() -> str:
    from psycopg.conninfo import make_conninfo

    settings = connection.settings_dict
    parts = {"dbname": settings["NAME"], "user": settings["USER"], "host": settings["HOST"]}
    return make_conninfo(**{**parts, "port": settings["PORT"] or None, "password": settings["PASSWORD"] or None})


class TestRights:
    def test_without_a_key_nothing_is_told(self, api):
        assert Client().get(URL).status_code == 401
        assert Client(headers={"Authorization": "Bearer nonsense"}).get(URL).status_code == 401

    def test_a_key_opens_what_it_is_scoped_for_and_no_more(self, api, at, by):
        reader = Api("orders:read", at=at, by=by, name="reader")

        assert reader.get(URL).status_code == 200
        answer = reader.post(URL, payload((1, "LAMP")))

        assert (answer.status_code, answer.json()["code"]) == (403, "access.not_allowed")
        assert Order.objects.count() == 0

    def test_a_revoked_key_opens_nothing(self, api, at, by):
        with transaction.atomic():
            revoke_api_key(name="prog", at=at, by=by)
        auth._known.clear()

        assert api.get(URL).status_code == 401


class TestOrders:
    def test_can_be_read_listed_held_released_and_cancelled(self, api, real_shop):
        uuid = api.post(URL, payload((3, "LAMP"))).json()["uuid"]

        assert api.get(f"{URL}/{uuid}").json()["lines"][0]["reserved"] == 3
        assert api.post(f"{URL}/{uuid}/hold", {"reason": "fraud"}).json()["state"] == "HELD"
        assert api.post(f"{URL}/{uuid}/hold", {"reason": "fraud"}).status_code == 409
        assert api.post(f"{URL}/{uuid}/lift-hold", {"reason": "fraud"}).json()["state"] == "PLACED"
        assert api.post(f"{URL}/{uuid}/release", {}).json()["code"] == "orders.not_paid"
        assert api.post(f"{URL}/{uuid}/cancel", {"lines": {"1": 1}}).status_code == 200
        assert api.post(f"{URL}/{uuid}/cancel", {"lines": {"1": 9}}).status_code == 422
        back = {"lines": {"1": 1}, "reference": "return-1"}
        left = [api.post(f"{URL}/{uuid}/cancel", back).json() for _time in range(2)]
        assert left[0] == left[1], "one reference cancels once"
        forget_some(read_clock() + timedelta(days=400))
        assert api.post(f"{URL}/{uuid}/cancel", back).json() == left[0], "for ever"
        assert api.post(f"{URL}/{uuid}/cancel", {**back, "lines": {"1": 2}}).status_code == 422
        assert api.post(f"{URL}/{uuid}/notes", {"text": "ruft zurück"}).status_code == 201
        assert api.post(f"{URL}/{uuid}/cancel", {}).json()["state"] == "CANCELLED"
        assert real_shop.stock("LAMP") == (15, 0)

    def test_are_paged_by_key_without_gap_or_repeat(self, api):
        for _ in range(5):
            api.post(URL, payload((1, "LAMP")))
        seen, after = [], ""
        while after is not None:
            page = api.get(f"{URL}?limit=2{f'&after={after}' if after else ''}").json()
            seen += [row["number"] for row in page["orders"]]
            after = page["next"]

        assert len(seen) == len(set(seen)) == 5

    def test_that_are_not_there_are_404(self, api):
        assert api.get(f"{URL}/01a203b8-fac8-7b68-8f87-c747ecc5d95b").status_code == 404

    def test_a_page_is_never_larger_than_allowed(self, api):
        assert api.get(f"{URL}?limit=100000").status_code == 422


class TestStock:
    def test_is_received_counted_and_told(self, api, real_shop):
        move = {"kind": "receipt", "sku": "VASE", "location": "FAR", "quantity": 7, "reference": "po-1"}

        assert api.post("/api/v1/stock/moves", move).json() == {"booked": 7}
        assert api.post("/api/v1/stock/moves", move).json() == {"booked": 0}
        count = {**move, "kind": "count", "quantity": 5, "reference": "count-1"}
        assert api.post("/api/v1/stock/moves", count).json() == {"booked": -2}

        told = api.get("/api/v1/availability?sku=VASE&sku=GIFT").json()
        assert told[0] == {"sku": "VASE", "sellable": 9, "by_location": {"NEAR": 4, "FAR": 5}}
        assert told[1]["sellable"] == 3
        assert {move["kind"] for move in api.get("/api/v1/stock/moves").json()["moves"]} >= {
            "receipt",
            "adjust_down",
        }

    def test_a_kit_of_two_rates_is_taxed_at_the_higher_one_or_not_taken(self, api):
        kit = {"sku": "MIX", "name": "Set", "parts": [{"sku": "LAMP", "quantity": 1}, {"sku": "BOOK", "quantity": 2}]}

        refused = api.post("/api/v1/products", {**kit, "tax_class": "reduced"}, key="k1")
        taken = api.post("/api/v1/products", {**kit, "tax_class": "standard"}, key="k2")

        assert (refused.status_code, refused.json()["code"]) == (422, "catalog.kit_taxed_too_low")
        assert taken.status_code == 201

    def test_products_and_kits_are_added(self, api):
        parts = [{"sku": "LAMP", "quantity": 2}]

        assert api.post("/api/v1/products", {"sku": "DUO", "name": "Duo", "parts": parts}).status_code == 201
        assert api.get("/api/v1/availability?sku=DUO").json()[0]["sellable"] == 7
        assert api.get("/api/v1/products?limit=200").json()["products"][-1]["is_kit"] is True
        assert api.get("/api/v1/shipments").json() == {"shipments": [], "next": None}


class TestWhatComesFromOutside:
    """Moments, texts, lists and amounts are bounded, and what is too far, too long or too much is named by its field."""

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("ship_by", "9999-12-31T23:59:59Z"), ("deliver_by", "0001-01-01T00:00:00Z"), ("ordered_at", "1970-01-01T00:00:00Z"),
            ("acknowledge_by", "2100-01-01T00:00:00Z"), ("tags", ["x"] * 51), ("vat_id", "D" * 21), ("payment_account", "a" * 41),
        ],
    )  # fmt: skip
    def test_of_an_order_is_refused_with_the_field(self, api, field, value):
        answer = api.post(URL, {**payload((1, "LAMP")), field: value})

        assert answer.status_code == 422
        assert field in answer.content.decode()

    @pytest.mark.parametrize(
        ("field", "most"),
        [("name", 160), ("company", 160), ("street", 160), ("postal_code", 16), ("city", 100), ("phone", 40)],
    )
    def test_of_an_address_fits_its_column_or_is_refused(self, api, field, most):
        told = payload((1, "LAMP"))
        fits = {**told, "ship_to": {**told["ship_to"], field: "1" * most}}
        beyond = {**told, "external_id": "LONG", "ship_to": {**told["ship_to"], field: "1" * (most + 1)}}

        assert api.post(URL, fits).status_code == 201
        answer = api.post(URL, beyond)
        assert (answer.status_code, f"ship_to.{field}" in answer.content.decode()) == (422, True)


class TestAKit:
    def add(self, api, sku: str, *parts: tuple[str, int]):
        told = [{"sku": name, "quantity": quantity} for name, quantity in parts]
        return api.post("/api/v1/products", {"sku": sku, "name": sku, "parts": told})

    def test_has_a_part_as_often_as_it_is_named(self, api):
        assert self.add(api, "TRIO", ("LAMP", 1), ("LAMP", 2)).status_code == 201
        assert [it.quantity for it in KitPart.objects.filter(kit__code="TRIO")] == [3]

    def test_is_no_article_that_lies_in_stock(self, api):
        refused = self.add(api, "LAMP", ("VASE", 1))

        assert refused.status_code == 422
        assert not Sku.objects.get(code="LAMP").is_kit

    def test_is_no_part_of_a_kit(self, api):
        assert self.add(api, "DUO", ("GIFT", 1)).status_code == 422
