"""Who may what in the API: a table of every operation and the right that opens it; one that stands in no table fails the test."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.test import Client
from test_rest import Api

from kontor.access.public import CAPABILITIES
from kontor.rest import auth
from kontor.rest.intake import writer

pytestmark = pytest.mark.django_db(transaction=True)

UUID = "01a203b8-fac8-7b68-8f87-c747ecc5d95b"
ADDRESS = {"name": "A", "street": "S 1", "postal_code": "1", "city": "C", "country": "DE"}
CONTENTS = {"lines": [{"position": 1, "quantity": 1, "unit_price": "1"}]}
MANY = {"of": "orders", "verb": "release", "where": {}}
MOVE = {"kind": "count", "sku": "A", "location": "B", "quantity": 1, "reference": "r"}
LOST = {"sku": "A", "location": "B", "pieces": -1, "reason": "loss", "reference": "r"}
MONEY = {"amount": "1.00", "reference": "r"}
# Operation → the right that opens it, and a body that can be understood.
OPENS: dict[tuple[str, str], tuple[str, dict | None]] = {
    ("get", "/orders"): ("orders:read", None),
    ("post", "/orders"): ("orders:write", {"channel": "c", "external_id": "x", "currency": "EUR", "ship_to": ADDRESS,
                                           "lines": [{"sku": "A", "quantity": 1}]}),
    ("post", "/orders/batch"): ("orders:write", {"orders": [{"channel": "c", "external_id": "x", "currency": "EUR",
                                "ship_to": ADDRESS, "lines": [{"sku": "A", "quantity": 1}]}]}),
    ("get", "/orders/{uuid}"): ("orders:read", None),
    ("post", "/orders/{uuid}/cancel"): ("orders:write", {}),
    ("post", "/orders/{uuid}/hold"): ("orders:write", {}),
    ("post", "/orders/{uuid}/lift-hold"): ("orders:write", {}),
    ("post", "/orders/{uuid}/release"): ("orders:write", {}),
    ("post", "/orders/{uuid}/recall"): ("orders:write", {}),
    ("post", "/orders/{uuid}/notes"): ("orders:write", {"text": "x"}),
    ("post", "/orders/{uuid}/payment-page"): ("payments:write", {"account": "x"}),
    ("put", "/orders/{uuid}/contents"): ("orders:write", CONTENTS),
    ("post", "/orders/{uuid}/contents/plan"): ("orders:write", CONTENTS),
    ("put", "/orders/{uuid}/address"): ("orders:write", ADDRESS),
    ("put", "/orders/{uuid}/invoice-address"): ("orders:write", ADDRESS),
    ("delete", "/orders/{uuid}/invoice-address"): ("orders:write", None),
    ("put", "/orders/{uuid}/tags"): ("orders:write", {"tags": []}),
    ("put", "/orders/{uuid}/payment"): ("payments:write", {"method": "invoice"}),
    ("post", "/orders/{uuid}/payments"): ("payments:write", MONEY),
    ("post", "/orders/{uuid}/payments/take-off"): ("payments:write", {"reference": "x"}),
    ("post", "/orders/{uuid}/refunds"): ("payments:write", MONEY),
    ("get", "/availability"): ("inventory:read", None),
    ("get", "/stock"): ("inventory:read", None),
    ("get", "/stock/moves"): ("inventory:read", None),
    ("post", "/stock/moves"): ("inventory:write", MOVE),
    ("post", "/stock/corrections"): ("inventory:write", LOST),
    ("post", "/stock/transfers"): (
        "inventory:write", {"sku": "LAMP", "location": "NEAR", "to": "FAR", "quantity": 1, "reference": "x"},
    ),
    ("put", "/stock/safety"): ("inventory:write", {"sku": "A", "location": "B", "quantity": 1}),
    ("get", "/products"): ("catalog:read", None),
    ("post", "/products"): ("catalog:write", {"sku": "A", "name": "B"}),
    ("get", "/products/{sku}"): ("catalog:read", None),
    ("patch", "/products/{sku}"): ("catalog:write", {"name": "B"}),
    ("put", "/products/{sku}/texts/{language}"): ("catalog:write", {"name": "B"}),
    ("put", "/products/{sku}/parts"): ("catalog:write", {"parts": [{"sku": "A", "quantity": 1}]}),
    ("get", "/shipments"): ("fulfilment:read", None),
    ("get", "/customers"): ("customers:read", None),
    ("post", "/customers"): ("customers:write", {"name": "A"}),
    ("get", "/customers/{customer}"): ("customers:read", None),
    ("patch", "/customers/{customer}"): ("customers:write", {"name": "A"}),
    ("get", "/invoices"): ("invoicing:read", None),
    ("get", "/invoices/{invoice}/paper"): ("invoicing:read", None),
    ("get", "/payments"): ("payments:read", None),
    ("get", "/inbox"): ("channels:read", None),
    ("get", "/told"): ("channels:read", None),
    ("get", "/mails"): ("messaging:read", None),
    ("get", "/trail"): ("platform:read", None),
    ("get", "/news"): ("orders:read", None),
    ("get", "/news/types"): ("orders:read", None),
    ("get", "/webhooks"): ("messaging:read", None),
    ("post", "/webhooks"): ("messaging:write", {"name": "w", "url": "https://x.example", "news": ["order.placed"]}),
    ("patch", "/webhooks/{webhook}"): ("messaging:write", {"paused": True}),
    ("delete", "/webhooks/{webhook}"): ("messaging:write", None),
    ("get", "/webhooks/{webhook}/deliveries"): ("messaging:read", None),
    ("post", "/webhooks/{webhook}/repeat"): ("messaging:write", {}),
    ("post", "/webhooks/{webhook}/trial"): ("messaging:write", {}),
    ("get", "/lists/{name}"): ("orders:read", None),
    ("post", "/bulk/judge"): ("orders:write", MANY),
    ("post", "/bulk"): ("orders:write", MANY),
    ("get", "/bulk/{job}"): ("orders:write", None),
    ("get", "/bulk/{job}/results"): ("orders:write", None),
    ("post", "/bulk/{job}/{step}"): ("orders:write", {}),
    ("get", "/offers"): ("channels:read", None),
    ("get", "/offers/{offer}"): ("channels:read", None),
    ("patch", "/offers/{offer}"): ("channels:write", {"price": "5.00"}),
    ("get", "/fulfilment-orders"): ("fulfilment:read", None),
    ("post", "/fulfilment-orders/{part}/pack"): ("fulfilment:write", {}),
    ("post", "/pick-lists"): ("fulfilment:write", {"fulfilment_orders": [1]}),
    ("get", "/pick-lists/{pick_list}"): ("fulfilment:read", None),
    ("post", "/pick-tasks/{task}"): ("fulfilment:write", {"picked": 1}),
    ("put", "/parcels/{parcel}/number"): ("fulfilment:write", {"carrier": "dhl", "number": "00340434161094000001"}),
    ("post", "/shipments/hand-over"): ("fulfilment:write", {"shipments": [1]}),
    ("get", "/legal-entities"): ("legal_entities:read", None),
    ("get", "/waiting"): ("platform:read", None),
    ("post", "/waiting/{kind}/{row}"): ("platform:write", {}),
    ("get", "/alarms"): ("platform:read", None),
    ("post", "/alarms/{alarm}/quiet"): ("platform:write", {"hours": 1}),
    ("post", "/fulfilment-orders/merge"): ("orders:write", {"orders": [UUID, UUID]}),
    ("post", "/fulfilment-orders/{part}/unmerge"): ("orders:write", {}),
    ("post", "/fulfilment-orders/{part}/split"): ("orders:write", {"pieces": {"1": 1}}),
    ("post", "/fulfilment-orders/{part}/join"): ("orders:write", {}),
    ("post", "/customers/{customer}/merge"): ("customers:write", {"gone": 2}),
    ("delete", "/customers/merges/{merged}"): ("customers:write", None),
    ("post", "/invoices/{invoice}/corrections"): ("invoicing:write", {"pieces": None, "reference": "r"}),
    ("get", "/legal-entities/{legal_entity}"): ("legal_entities:read", None),
    ("post", "/legal-entities"): ("legal_entities:write", {"code": "n", "name": "N", "country": "DE"}),
    ("patch", "/legal-entities/{legal_entity}"): ("legal_entities:write", {"payment_days": 30}),
    ("get", "/locations"): ("locations:read", None),
    ("get", "/locations/{location}"): ("locations:read", None),
    ("post", "/locations"): ("locations:write", {"code": "n", "name": "N", "legal_entity": "x", "country": "DE"}),
    ("patch", "/locations/{location}"): ("locations:write", {"cut_off": "15:00"}),
    ("get", "/channels"): ("channels:read", None),
    ("get", "/channels/{channel}"): ("channels:read", None),
    ("post", "/channels"): ("channels:write", {"code": "n", "name": "N", "legal_entity": "x"}),
    ("patch", "/channels/{channel}"): ("channels:write", {"handling_days": 2}),
    ("post", "/channels/{channel}/{verb}"): ("channels:write", {}),
    ("post", "/imports"): ("inventory:write", {"kind": "stock", "name": "a", "content": "YTtiCjE7Mgo="}),
    ("get", "/imports/{file}"): ("inventory:write", None),
    ("get", "/imports/{file}/refused"): ("inventory:write", None),
    ("get", "/bank/transactions"): ("payments:read", None),
    ("post", "/bank/statements"): ("payments:write", {"legal_entity": "x", "name": "a", "content": "YQ=="}),
    ("post", "/bank/transactions/{line}/book"): ("payments:write", {"shares": [{"order": str(UUID), "amount": "1"}]}),
    ("post", "/bank/transactions/{line}/put-aside"): ("payments:write", {}),
    ("post", "/bank/transactions/{line}/reopen"): ("payments:write", {}),
    ("post", "/bank/transactions/{line}/take-off"): ("payments:write", {"order": str(UUID)}),
    ("post", "/bank/transactions/{line}/send-back"): ("payments:write", {"order": str(UUID)}),
    ("post", "/vouchers"): ("payments:write", {"amount": "5.00"}),
    ("post", "/vouchers/check"): ("payments:read", {"code": "x"}),
}  # fmt: skip
# A key is not needed where it is changed for a token.
FREE = {("post", "/token")}
# News of whatever room is open; who has them told may read them.
OF_ANY_ROOM = {"/news", "/news/types", "/imports/{file}", "/imports/{file}/refused"}
ALSO = {"messaging:write": ("orders:read",), "payments:write": ("orders:read",)}
FILLED = {"{uuid}": UUID, "{name}": "orders", "{job}": "1", "{step}": "stop", "{sku}": "LAMP", "{language}": "de",
          "{customer}": "1", "{offer}": "1", "{part}": "1", "{pick_list}": "1", "{task}": "1", "{parcel}": "1",
          "{webhook}": "1", "{invoice}": "1", "{file}": "1", "{channel}": "shop", "{verb}": "poll",
          "{location}": "x", "{kind}": "job", "{row}": "1", "{alarm}": "1", "{merged}": "1",
           "{legal_entity}": "x", "{line}": "1"}  # fmt: skip


@pytest.fixture(autouse=True)
def _the_writer_goes_home():
    yield
    writer.stop()


def listed() -> set[tuple[str, str]]:
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    return {(method, path.removeprefix("/api/v1")) for path, methods in paths.items() for method in methods}


def call(api: Api, method: str, path: str, body):
    for name, value in FILLED.items():
        path = path.replace(name, value)
    path += "?sku=LAMP" if path == "/availability" else ""
    send = getattr(Client(headers=api._headers({})), method)
    return send(f"/api/v1{path}") if method == "get" else send(f"/api/v1{path}", json.dumps(body), "application/json")


def rows_of_the_house() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_models() if model._meta.managed}


class TestEveryOperation:
    def test_stands_in_the_table(self):
        assert listed() == {*OPENS, *FREE}

    def test_is_closed_to_whom_has_every_right_but_its_own_and_changes_nothing(self, real_shop, at, by):
        auth._known.clear()
        keys: dict[str, Api] = {}
        for right, _body in OPENS.values():
            room = right.partition(":")[0]
            others = [it for it in CAPABILITIES if it.partition(":")[0] != room]
            others += [f"{room}:read"] if right.endswith(":write") else []
            if right not in keys:
                keys[right] = Api(*others, at=at, by=by, name=f"all but {right}")
        stranger = Api("locations:read", at=at, by=by, name="stranger")
        before = rows_of_the_house()

        for (method, path), (right, body) in OPENS.items():
            answer = call(stranger if path in OF_ANY_ROOM else keys[right], method, path, body)

            # Which jobs there are shows nobody; that there is none, everybody.
            allowed = (403, 404) if "{job}" in path else (403,)
            assert answer.status_code in allowed, (method, path, answer.content)
        assert rows_of_the_house() == before

    def test_is_open_to_whom_has_its_right_alone(self, real_shop, at, by):
        auth._known.clear()
        keys = {
            right: Api(right, *ALSO.get(right, ()), at=at, by=by, name=right)
            for right in dict.fromkeys(right for right, _b in OPENS.values())
        }

        for (method, path), (right, body) in OPENS.items():
            answer = call(keys[right], method, path, body)

            closed = answer.status_code in (401, 403, 405) or answer.status_code >= 500
            # To do something to a list, one has to see it; a price that was paid is a price.
            assert not closed, (method, path, answer.status_code, answer.content)

    def test_is_closed_without_a_key(self, real_shop):
        for (method, path), (_right, body) in OPENS.items():
            nobody = Api.__new__(Api)
            nobody.secret = "kontor_nobody"
            assert call(nobody, method, path, body).status_code == 401, (method, path)
