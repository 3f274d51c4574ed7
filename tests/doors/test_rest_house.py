"""Programs see what the house has, take steps with its channels, and bring files in, as people do by the pages."""

from __future__ import annotations

from base64 import b64encode

import pytest

from builders import run_bulk
from kontor.access.public import create_api_key
from kontor.channels.tables import Connection
from kontor.flows.imports.orders.office import take_file_in
from kontor.inventory.tables import Balance
from kontor.kernel.clock import read_clock
from kontor.orders.tables import Order
from kontor.platform.models import ImportFile
from kontor.platform.sql.bulk import select_rows

pytestmark = pytest.mark.django_db(transaction=True)
API = "/api/v1"
SHOPIFY = (
    "Name,Email,Financial Status,Currency,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Name,"
    "Shipping Street,Shipping City,Shipping Zip,Shipping Country,Created at,Total,Subtotal,Shipping,Taxes\n"
    "#1001,a@example.org,paid,EUR,1,Lampe,10.00,LAMP,Anna Beispiel,Weg 1,Köln,50667,DE,2026-11-20 10:00:00 +0100,"
    "10.00,10.00,0.00,1.60\n"
)


def caller(shop, client, *capabilities: str):
    """Return how a program of these rights asks."""
    name = f"of {len(capabilities)} {capabilities[0]}"
    secret = create_api_key(name=name, capabilities=list(capabilities), at=shop.at, by=shop.by)

    def call(method: str, path: str, body=None, **headers: str):
        told = {"Authorization": f"Bearer {secret}", **headers}
        more = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(client, method)(f"{API}{path}", headers=told, **more)

    return call


def packed(text: str) -> str:
    return b64encode(text.encode()).decode()


class TestTheHouse:
    def test_tells_its_companies_locations_and_channels(self, real_shop, client):
        ask = caller(real_shop, client, "*")

        assert [it["currency"] for it in ask("get", "/legal-entities").json()] == ["EUR"]
        places = {it["code"]: it for it in ask("get", "/locations").json()}
        assert real_shop.near.code in places
        assert (places[real_shop.near.code]["active"], places[real_shop.near.code]["cut_off"][2]) == (True, ":")
        (channel,) = [it for it in ask("get", "/channels").json() if it["code"] == real_shop.channel.code]
        assert (channel["state"], channel["silent"], channel["currency"]) == (None, False, "EUR")

    def test_takes_a_step_with_a_channel_that_is_connected(self, real_shop, client):
        ask = caller(real_shop, client, "channels:write")
        assert ask("post", "/channels/shop/poll", {}).json()["code"] == "channels.connection_not_active"
        assert ask("post", "/channels/nowhere/poll", {}).json()["code"] == "channels.channel_unknown"
        Connection.objects.create(
            channel=real_shop.channel,
            connector="otto",
            state="active",
            next_poll_at=real_shop.at,
            orders_until=real_shop.at,
        )

        assert ask("post", "/channels/shop/pause", {}).status_code == 202
        assert Connection.objects.get().state == "paused"
        assert ask("post", "/channels/shop/poll", {}).json()["code"] == "channels.connection_not_active"
        assert ask("post", "/channels/shop/resume", {}).status_code == 202
        assert ask("post", "/channels/shop/poll", {}).status_code == 202

        told = "SELECT task_name FROM procrastinate_jobs WHERE task_name LIKE 'kontor.poll%%'"
        assert select_rows(told, []) == [("kontor.poll_channel",)]


class TestAFile:
    def test_of_stock_is_counted_row_by_row(self, real_shop, client):
        ask = caller(real_shop, client, "inventory:write")
        body = {
            "kind": "stock", "name": "s.csv", "content": packed("SKU;Menge\nLAMP;7\nGONE;3\n"),
            "location": real_shop.near.code,
        }  # fmt: skip
        told = ask("post", "/imports", body, **{"Idempotency-Key": "f1"})
        assert (told.status_code, told.json()["rows"], told.json()["ended"]) == (202, 2, False)
        again = ask("post", "/imports", body, **{"Idempotency-Key": "f1"})
        run_bulk()

        key = told.json()["id"]
        assert again.json()["id"] == key
        came = ask("get", f"/imports/{key}").json()
        assert (came["done"], came["refused"], came["ended"]) == (1, 1, True)
        (row,) = ask("get", f"/imports/{key}/refused").json()["rows"]
        assert (row["row"], row["name"], bool(row["reason"])) == (3, "GONE", True)
        assert Balance.objects.get(sku_id=real_shop.skus["LAMP"], location=real_shop.near).on_hand == 7

    def test_of_orders_needs_the_right_to_say_that_they_are_paid(self, real_shop, client):
        body = {"kind": "orders", "name": "o.csv", "content": packed(SHOPIFY), "profile": "shopify"}
        clerk, office = (
            caller(real_shop, client, "orders:write"),
            caller(real_shop, client, "orders:write", "payments:write"),
        )

        assert clerk("post", "/imports", body, **{"Idempotency-Key": "o"}).status_code == 403
        told = office("post", "/imports", body, **{"Idempotency-Key": "o"})
        assert told.status_code == 202, told.json()
        take_file_in(told.json()["id"], clock=read_clock)

        assert office("get", f"/imports/{told.json()['id']}").json()["ended"]
        assert Order.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"content": "%%%"}, {"content": packed("")}, {"kind": "orders", "profile": "nobody"}, {"columns": {"nothing": "SKU"}},
            {"columns": {"code": "Nichts"}}, {"profile": "nobody"}, {"kind": "wishes"}, {"unknown": 1},
        ],
    )  # fmt: skip
    def test_that_is_none_is_refused_and_not_kept(self, real_shop, client, wrong):
        ask = caller(real_shop, client, "*")
        body = {"kind": "stock", "name": "s.csv", "content": packed("SKU;Menge\nLAMP;7\n")} | wrong

        assert 400 <= ask("post", "/imports", body, **{"Idempotency-Key": "w"}).status_code < 500
        assert not ImportFile.objects.exists()

    def test_that_is_unknown_says_so(self, real_shop, client):
        ask = caller(real_shop, client, "*")

        for key in (0, 4711, 2**63):
            assert ask("get", f"/imports/{key}").json()["code"] == "imports.unknown"
