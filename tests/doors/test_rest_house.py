"""Programs see what the house has, take steps with its channels, and bring files in, as people do by the pages."""

from __future__ import annotations

from base64 import b64encode
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from builders import payload, run_bulk
from kontor.access.public import create_api_key
from kontor.channels.public import keep_channel
from kontor.channels.tables import Connection
from kontor.flows.alarms import list_wrong
from kontor.flows.imports.orders.office import take_file_in
from kontor.inventory.tables import Balance
from kontor.kernel.clock import read_clock
from kontor.legal_entities.public import keep_legal_entity, list_raised_limits
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.public import keep_location
from kontor.orders.tables import Order
from kontor.platform.models import AuditEntry, ImportFile
from kontor.platform.sql.bulk import select_rows

pytestmark = pytest.mark.django_db(transaction=True)
API = "/api/v1"
DAY = date(2026, 12, 24)
NORD = {
    "code": "nord", "name": "Nord GmbH", "street": "Kai 1", "postal_code": "20457", "city": "Hamburg", "country": "DE",
    "tax_number": "22/123/45678", "iban": "DE89 3704 0044 0532 0130 00",
}  # fmt: skip
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


class TestMasterData:
    def test_a_company_its_location_and_its_channel_are_entered_and_changed(self, real_shop, client):
        ask = caller(real_shop, client, "*")

        made = ask(
            "post",
            "/legal-entities",
            NORD,
        )
        assert (made.status_code, made.json()["iban"], made.json()["currency"]) == (
            201,
            "DE89370400440532013000",
            "EUR",
        )
        place = {
            "code": "bremen",
            "name": "Lager",
            "legal_entity": "nord",
            "country": "DE",
            "closed_days": {"2026-12-24": "Weihnacht"},
        }
        told = ask("post", "/locations", place).json()
        assert (told["cut_off"], told["working_days"], told["closed_days"]) == (
            "14:00",
            [1, 2, 3, 4, 5],
            place["closed_days"],
        )
        told = ask(
            "post", "/channels", {"code": "tel", "name": "Telefon", "kind": "phone", "legal_entity": "nord"}
        ).json()
        assert (told["capabilities"], told["group"], told["active"]) == (["cancel_part", "split_shipment"], None, True)

        told = ask(
            "patch", "/legal-entities/nord", {"registrations": {"AT": "ATU 1358 5627"}, "commercial_register": "HRB 1"}
        )
        assert (told.json()["registrations"], told.json()["commercial_register"]) == ({"AT": "ATU13585627"}, "HRB 1")
        told = ask("patch", "/locations/bremen", {"cut_off": "16:30", "working_days": [6, 1], "closed_days": {}}).json()
        assert (told["cut_off"], told["working_days"], told["closed_days"]) == ("16:30", [1, 6], {})
        told = ask("patch", "/channels/tel", {"capabilities": [], "active": False, "oversell_risk": "0.01"}).json()
        assert (told["capabilities"], told["active"], told["oversell_risk"]) == ([], False, "0.01000")
        assert ask("get", "/channels/tel").json() == told, "one that is switched off is told too"
        kept = AuditEntry.objects.filter(subject="channel", verb="change_master").get()
        assert (kept.before["active"], kept.after["active"]) == (True, False)

    @pytest.mark.parametrize(
        ("path", "told", "field"),
        [
            ("/legal-entities/{company}", {"iban": "DE00370400440532013000"}, "iban"),
            ("/legal-entities/{company}", {"vat_id": "DE123"}, "vat_id"),
            ("/legal-entities/{company}", {"email": "nobody"}, "email"),
            ("/legal-entities/{company}", {"website": "javascript:alert(1)"}, "website"),
            ("/legal-entities/{company}", {"timezone": "Mars/Olympus"}, "timezone"),
            ("/legal-entities/{company}", {"country": "DE", "postal_code": "1"}, "postal_code"),
            ("/legal-entities/{company}", {"registrations": {"AT": "ATU1"}}, "vat_id"),
            ("/legal-entities/{company}", {"registrations": {"AT": "DE136695976"}}, "registrations"),
            ("/legal-entities/{company}", {"registrations": {"DE": "DE136695976"}}, "registrations"),
            ("/legal-entities/{company}", {"name": None}, "name"),
            ("/legal-entities/{company}", {"street": ""}, "street"),
            ("/legal-entities/{company}", {"vat_id": "", "tax_number": ""}, "tax_number"),
            ("/locations/{place}", {"legal_entity": "nobody"}, "legal_entity"),
            ("/locations/{place}", {"country": "XX"}, "country"),
            ("/channels/shop", {"group": "nobody"}, None),
        ],
    )
    def test_what_cannot_stand_on_papers_is_refused_at_its_field_and_changes_nothing(
        self, real_shop, client, path, told, field
    ):
        ask = caller(real_shop, client, "*")
        path = path.format(company=real_shop.channel.legal_entity.code, place=real_shop.near.code)
        before = ask("get", path).json()

        answer = ask("patch", path, told)

        assert answer.status_code == 422
        assert answer.json()["facts"].get("field") == field
        assert ask("get", path).json() == before

    def test_whether_prices_hold_the_vat_stays_once_something_was_ordered(self, real_shop, client):
        """Else an order would cost a fifth more as soon as somebody corrects its street, and count as paid."""
        ask = caller(real_shop, client, "*")
        assert ask("patch", "/channels/shop", {"prices_gross": False}).status_code == 200
        assert ask("patch", "/channels/shop", {"prices_gross": True}).status_code == 200
        real_shop.place((1, "LAMP"))

        answer = ask("patch", "/channels/shop", {"prices_gross": False, "handling_days": 7})

        assert (answer.status_code, answer.json()["code"]) == (422, "channels.terms_stay")
        assert ask("patch", "/channels/shop", {"prices_gross": True, "handling_days": 7}).json()["handling_days"] == 7

    def test_whose_a_channel_is_stays_too(self, real_shop, client):
        """Its company says above which limit two people decide: moved there and back, one would decide alone."""
        ask = caller(real_shop, client, "*")
        ask("post", "/legal-entities", NORD)
        real_shop.place((1, "LAMP"))

        answer = ask("patch", "/channels/shop", {"legal_entity": "nord"})

        assert (answer.status_code, answer.json()["code"]) == (422, "channels.terms_stay")
        assert answer.json()["facts"]["field"] == "legal_entity"

    def test_a_company_without_a_limit_beside_others_that_have_one_is_an_alarm(self, real_shop, client):
        ask = caller(real_shop, client, "*")
        ask("post", "/legal-entities", {**NORD, "code": "first"})
        assert "limit" not in {it.kind for it in list_wrong(read_clock())}
        LegalEntity.objects.filter(code="first").update(four_eyes_above=100)

        ask("post", "/legal-entities", NORD)

        assert [it.name.split(",")[0] for it in list_wrong(read_clock()) if it.kind == "limit"] == ["nord"]

    def test_an_order_of_a_channel_that_is_switched_off_says_so_where_it_cannot_be_changed(self, real_shop, client):
        ask, order = caller(real_shop, client, "*"), real_shop.place((1, "LAMP"))
        ask("patch", "/channels/shop", {"active": False})
        home = {"name": "A", "street": "Weg 2", "postal_code": "50667", "city": "Köln", "country": "DE"}

        for answer in (
            ask("put", f"/orders/{order.uuid}/address", home),
            ask(
                "post",
                f"/orders/{order.uuid}/contents/plan",
                {"lines": [{"position": 1, "quantity": 1, "unit_price": "1"}]},
            ),
        ):
            assert (answer.status_code, answer.json()["code"]) == (422, "channels.switched_off")

    def test_nothing_is_sold_in_thousandths(self, real_shop, client):
        """No paper, bank or provider tells them: what is owed could never be paid."""
        ask = caller(real_shop, client, "*")
        told = {"code": "kw", "name": "Kuwait", "legal_entity": real_shop.channel.legal_entity.code, "currency": "KWD"}
        assert ask("post", "/channels", told).status_code == 422

    def test_a_code_is_there_once(self, real_shop, client):
        ask = caller(real_shop, client, "*")
        answer = ask("post", "/locations", {
            "code": real_shop.near.code, "name": "x", "legal_entity": real_shop.channel.legal_entity.code, "country": "DE",
        })  # fmt: skip
        assert (answer.status_code, answer.json()["facts"]["field"]) == (422, "code")

    def test_who_builds_on_what_has_changed_since_is_told_so(self, real_shop, client):
        ask = caller(real_shop, client, "*")
        seen = ask("get", f"/locations/{real_shop.near.code}").headers["ETag"]

        first = ask("patch", f"/locations/{real_shop.near.code}", {"cut_off": "11:00"}, **{"If-Match": seen})
        second = ask("patch", f"/locations/{real_shop.near.code}", {"cut_off": "12:00"}, **{"If-Match": seen})

        assert (first.status_code, second.status_code) == (200, 412)
        assert ask("get", f"/locations/{real_shop.near.code}").json()["cut_off"] == "11:00"

    def test_what_is_told_twice_changes_once_and_stands_in_the_trail_once(self, real_shop):
        shop, told = real_shop, {"at": real_shop.at, "by": real_shop.by}
        before = AuditEntry.objects.count()
        for _time in range(2):
            with transaction.atomic():
                keep_channel(channel_id=shop.channel.id, facts={"handling_days": 4}, **told)
                keep_location(
                    location_id=shop.near.id, facts={"parcel_cost": Decimal("4.10")}, closed={DAY: ""}, **told
                )
                keep_legal_entity(
                    legal_entity_id=shop.channel.legal_entity_id, facts={"payment_days": 9},
                    registrations={"AT": "ATU13585627"}, **told,
                )  # fmt: skip
        assert AuditEntry.objects.count() == before + 5

    def test_everybody_who_reads_alarms_hears_of_a_limit_that_a_program_raised(self, real_shop, client):
        ask, company = caller(real_shop, client, "*"), real_shop.channel.legal_entity.code
        ask("patch", f"/legal-entities/{company}", {"four_eyes_above": "50"})
        assert not list_raised_limits(real_shop.at)

        ask("patch", f"/legal-entities/{company}", {"four_eyes_above": None})

        assert [it.code for it in list_raised_limits(real_shop.at)] == [company]


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

    def test_nobody_says_that_orders_are_paid_in_a_batch_who_may_not_say_so_of_one(self, real_shop, client):
        clerk = caller(real_shop, client, "orders:write")
        both = {"orders": [payload((1, "LAMP"), payment="prepayment"), payload((1, "VASE"), payment="paid")]}

        assert clerk("post", "/orders/batch", both).status_code == 403
        assert clerk("post", "/orders", both["orders"][1]).status_code == 403
        assert Order.objects.count() == 0

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
