"""What the API changes: orders, articles, customers, stock, money; only what its sender has seen, where he says so."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from test_rest import Api

from builders import assert_house_in_order, hear_news, walk_to_packed
from kontor.catalog.tables import Sku
from kontor.customers.tables import Customer
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.inventory.tables import Balance
from kontor.invoicing.tasks import render_invoices
from kontor.legal_entities.tables import LegalEntity
from kontor.locations.tables import Location
from kontor.orders.tables import Order
from kontor.payments.tables import Payment
from kontor.rest import auth

pytestmark = pytest.mark.django_db(transaction=True)

HOME = {"name": "Berta Beispiel", "street": "Ring 2", "postal_code": "80331", "city": "München", "country": "DE"}


class Program(Api):
    """A program that changes things, too."""

    def send(self, method: str, url: str, body=None, **headers: str):
        client = Client(headers=self._headers(headers))
        return getattr(client, method)(f"/api/v1{url}", body or {}, content_type="application/json")

    def tag(self, url: str) -> str:
        return self.get(f"/api/v1{url}").headers["ETag"]


@pytest.fixture
def api(real_shop, at, by):
    auth._known.clear()
    return Program("*", at=at, by=by)


@pytest.fixture
def order(real_shop):
    """Two lamps in prepayment."""
    placed = real_shop.place((2, "LAMP"), payment="prepayment")
    hear_news()
    return placed


def contents(order, *, quantity: int = 1, price: str = "10.00", **more) -> dict:
    return {"lines": [{"position": 1, "quantity": quantity, "unit_price": price}], **more}


class TestAnOrder:
    def test_holds_what_was_agreed_and_owes_it(self, api, order):
        wanted = contents(
            order, quantity=3, added=[{"sku": "VASE", "quantity": 1, "unit_price": "5.00"}],
            charges=[{"kind": "shipping", "amount": "4.90"}],
        )  # fmt: skip

        planned = api.send("post", f"/orders/{order.uuid}/contents/plan", wanted).json()
        told = api.send("put", f"/orders/{order.uuid}/contents", wanted).json()
        hear_news()

        assert Decimal(planned["gross"]) == Decimal(told["gross"]) == Decimal("39.90")
        assert [(it["sku"], it["ordered"]) for it in told["lines"]] == [("LAMP", 3), ("VASE", 1)]
        assert [(it["kind"], it["gross"]) for it in told["charges"]] == [("shipping", "4.9000")]
        assert Payment.objects.get(order_id=order.id).amount == Decimal("39.90")
        assert_house_in_order()

    def test_is_changed_only_as_it_was_seen(self, api, order):
        seen = api.tag(f"/orders/{order.uuid}")

        first = api.send("put", f"/orders/{order.uuid}/contents", contents(order), **{"If-Match": seen})
        second = api.send("put", f"/orders/{order.uuid}/contents", contents(order, quantity=5), **{"If-Match": seen})
        third = api.send(
            "put",
            f"/orders/{order.uuid}/contents",
            contents(order, price="11.00"),
            **{"If-Match": first.headers["ETag"]},
        )

        assert (first.status_code, second.status_code, third.status_code) == (200, 412, 200)
        assert second.json()["code"] == "request.changed_since"
        assert Order.objects.get(id=order.id).gross == Decimal("11.00")
        assert_house_in_order()

    def test_is_not_sent_again_to_whom_has_it(self, api, order):
        url = f"/api/v1/orders/{order.uuid}"
        tag = api.get(url).headers["ETag"]

        same = Client(headers=api._headers({"If-None-Match": f'"other", {tag}'})).get(url)
        api.send("put", f"/orders/{order.uuid}/tags", {"tags": ["gift", "gift"]})
        other = Client(headers=api._headers({"If-None-Match": tag})).get(url)

        assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", tag)
        assert (other.status_code, other.json()["tags"]) == (200, ["gift"])

    def test_goes_and_is_invoiced_elsewhere(self, api, order):
        told = api.send("put", f"/orders/{order.uuid}/address", HOME).json()
        elsewhere = api.send("put", f"/orders/{order.uuid}/invoice-address", HOME | {"city": "Köln"}).json()
        back = api.send("delete", f"/orders/{order.uuid}/invoice-address").json()

        assert told["ship_to"]["city"] == "München"
        assert (elsewhere["bill_to"]["city"], back["bill_to"]) == ("Köln", None)

    def test_is_paid_on_account_until_money_came(self, api, order):
        told = api.send("put", f"/orders/{order.uuid}/payment", {"method": "invoice"}).json()

        assert told["payment"] == "invoice"

    def test_is_paid_once_by_one_reference_and_given_back_once(self, api, order):
        money = {"amount": str(order.gross.quantize(Decimal("0.01"))), "reference": "bank-1"}

        paid = [api.send("post", f"/orders/{order.uuid}/payments", money) for _ in range(2)]
        hear_news()
        refund = {"amount": "1.00", "reference": "back-1", "reason": "scratched"}
        back = [api.send("post", f"/orders/{order.uuid}/refunds", refund) for _ in range(2)]

        told = api.get(f"/api/v1/orders/{order.uuid}").json()
        assert (paid[0].status_code, told["secured"], Decimal(told["received"])) == (200, True, order.gross)
        payment = Payment.objects.get(order_id=order.id)
        assert (payment.captured, payment.refund_pending) == (order.gross, Decimal("1.00"))
        assert back[0].status_code == 202
        assert_house_in_order()

    def test_is_paid_no_more_once_the_payment_is_taken_off_by_its_reference(self, api, order):
        money = {"amount": str(order.gross.quantize(Decimal("0.01"))), "reference": "bank-1"}
        api.send("post", f"/orders/{order.uuid}/payments", money)
        hear_news()

        told = [api.send("post", f"/orders/{order.uuid}/payments/take-off", {"reference": "bank-1"}) for _ in range(2)]

        assert (told[0].status_code, told[0].json()["secured"], Decimal(told[0].json()["received"])) == (200, False, 0)
        assert told[1].json()["code"] == "payments.nothing_to_rebook"
        again = api.send("post", f"/orders/{order.uuid}/payments", money)
        assert again.json()["code"] == "idempotency.other_request"
        api.send("post", f"/orders/{order.uuid}/payments", money | {"reference": "bank-2"})
        hear_news()
        paid = api.get(f"/api/v1/orders/{order.uuid}").json()
        assert (paid["secured"], Decimal(paid["received"])) == (True, order.gross)
        assert_house_in_order()

    def test_is_not_paid_nor_given_back_otherwise_by_the_same_reference(self, api, order):
        money = {"amount": "5.00", "reference": "R"}
        api.send("post", f"/orders/{order.uuid}/payments", money)
        hear_news()
        api.send("post", f"/orders/{order.uuid}/refunds", {"amount": "2.00", "reference": "R"})

        more = api.send("post", f"/orders/{order.uuid}/payments", money | {"amount": "6.99"})
        back = api.send("post", f"/orders/{order.uuid}/refunds", {"amount": "3.00", "reference": "R"})

        assert [(it.status_code, it.json()["code"]) for it in (more, back)] == [(422, "idempotency.other_request")] * 2
        payment = Payment.objects.get(order_id=order.id)
        assert (payment.captured, payment.refund_pending) == (Decimal("5.00"), Decimal("2.00"))

    def test_is_paid_on_no_day_that_is_still_to_come(self, api, order):
        early = {"amount": "5.00", "reference": "R", "booked_on": "2099-01-01"}

        refused = api.send("post", f"/orders/{order.uuid}/payments", early)

        assert (refused.status_code, refused.json()["code"]) == (409, "payments.day_to_come")
        assert not Payment.objects.filter(order_id=order.id, captured__gt=0).exists()

    def test_takes_no_step_that_builds_on_what_it_was(self, api, order):
        seen = api.tag(f"/orders/{order.uuid}")
        api.send("put", f"/orders/{order.uuid}/tags", {"tags": ["gift"]})

        steps = [
            api.send("post", f"/orders/{order.uuid}/{step}", {}, **{"If-Match": seen})
            for step in ("cancel", "hold", "release", "recall")
        ]

        assert [it.status_code for it in steps] == [412] * 4
        assert Order.objects.get(id=order.id).state == "PLACED"

    def test_with_a_line_that_it_has_not_stays(self, api, order):
        wrong = {"lines": [{"position": 7, "quantity": 1, "unit_price": "1"}]}

        answer = api.send("put", f"/orders/{order.uuid}/contents", wrong)

        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "lines")
        assert Order.objects.get(id=order.id).gross == order.gross


class TestAnArticle:
    def test_is_told_and_changed_field_by_field(self, api):
        seen = api.tag("/products/LAMP")
        before = api.get("/api/v1/products/LAMP").json()

        change = {"price": "49.90", "barcodes": ["4006381333931"], "brand": "Leuchtwerk"}
        told = api.send("patch", "/products/LAMP", change, **{"If-Match": seen}).json()
        late = api.send("patch", "/products/LAMP", {"price": "1.00"}, **{"If-Match": seen})

        assert told == before | {"price": "49.9000", "barcodes": ["4006381333931"], "brand": "Leuchtwerk"}
        assert (late.status_code, Sku.objects.get(code="LAMP").price) == (412, Decimal("49.90"))

    def test_is_entered_once(self, api):
        first, twin = (api.send("post", "/products", {"sku": "DUO", "name": name}) for name in ("A", "B"))
        slip = api.send("post", "/products", {"sku": "duo", "name": "C"})

        assert (first.status_code, twin.status_code, twin.json()["code"]) == (201, 422, "catalog.code_taken")
        assert (slip.status_code, slip.json()["code"]) == (422, "catalog.code_taken"), "capitals alone make no article"
        assert api.get("/api/v1/products/DUO").json()["name"] == "A"

    def test_may_have_a_stroke_in_its_number(self, api):
        api.send("post", "/products", {"sku": "DUO/RED", "name": "A"})

        text = api.send("put", "/products/DUO%2FRED/texts/de", {"name": "Duo, rot"})
        told = api.send("patch", "/products/DUO/RED", {"price": "3.00"})

        assert (text.status_code, told.json()["price"]) == (200, "3.0000")
        assert api.get("/api/v1/products/DUO%2FRED").json()["texts"]["de"]["name"] == "Duo, rot"

    def test_has_texts_and_parts(self, api):
        api.send("post", "/products", {"sku": "DUO", "name": "Two lamps", "price": "70"})

        text = api.send("put", "/products/DUO/texts/en", {"name": "Pair", "description": "Two of them"}).json()
        kit = api.send("put", "/products/DUO/parts", {"parts": [{"sku": "LAMP", "quantity": 2}]}).json()
        stale = api.send("put", "/products/DUO/texts/en", {"name": "Late"}, **{"If-Match": '"other"'})
        assert stale.status_code == 412
        none = api.send("put", "/products/LAMP/texts/xx", {"name": "?"})

        assert text["texts"]["en"] == {"name": "Pair", "description": "Two of them"}
        assert kit["parts"] == {"LAMP": 2}
        assert none.status_code == 422

    @pytest.mark.parametrize(
        "wrong", [{"prise": "1"}, {"price": "-1"}, {"tax_class": "none"}, {"name": ""}, {"weight_g": None}]
    )
    def test_stays_where_a_change_is_wrong(self, api, wrong):
        answer = api.send("patch", "/products/LAMP", wrong)

        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, next(iter(wrong)))

    def test_shows_what_it_cost_only_to_whom_prices_are_open(self, api, at, by):
        api.send("patch", "/products/LAMP", {"purchase_price": "8.00"})
        clerk = Program("catalog:write", at=at, by=by, name="clerk")

        assert api.get("/api/v1/products/LAMP").json()["purchase_price"] == "8.0000"
        assert clerk.get("/api/v1/products/LAMP").json()["purchase_price"] is None
        assert clerk.send("patch", "/products/LAMP", {"purchase_price": "1"}).status_code == 403
        assert api.get("/api/v1/products/NONE").status_code == 404


class TestACustomer:
    def test_is_entered_and_changed(self, api):
        new = {"name": "Anna Beispiel", "email": "anna@example.org"}
        told = api.send("post", "/customers", new)
        key = told.json()["id"]

        changed = api.send(
            "patch", f"/customers/{key}", {"company": "Beispiel GmbH"}, **{"If-Match": told.headers["ETag"]}
        )
        late = api.send("patch", f"/customers/{key}", {"name": "Other"}, **{"If-Match": told.headers["ETag"]})

        assert (told.status_code, changed.json()["company"], late.status_code) == (201, "Beispiel GmbH", 412)
        assert Customer.objects.get(id=key).name == "Anna Beispiel"
        assert api.get("/api/v1/customers/999999").json()["code"] == "customers.unknown"
        assert api.send("post", "/customers", {"email": "x"}).status_code == 422
        assert api.send("patch", f"/customers/{key}", {"name": None}).json()["errors"][0]["field"] == "name"


class TestStock:
    def test_is_corrected_once_and_kept_back(self, api, real_shop):
        place = real_shop.near.code
        broken = {"sku": "LAMP", "location": place, "pieces": -2, "reason": "damage", "reference": "fall-1"}
        before = real_shop.stock("LAMP")[0]

        first, again = (api.send("post", "/stock/corrections", broken) for _ in range(2))
        kept = api.send("put", "/stock/safety", {"sku": "LAMP", "location": place, "quantity": 3})

        assert (first.status_code, again.json()["code"]) == (201, "inventory.move_known")
        assert real_shop.stock("LAMP")[0] == before - 2
        assert (kept.status_code, Balance.objects.get(sku__code="LAMP", location=real_shop.near).safety_stock) == (
            200,
            3,
        )
        assert_house_in_order()

    def test_is_carried_from_one_location_to_another_once(self, api, real_shop):
        journey = {
            "sku": "LAMP",
            "location": real_shop.near.code,
            "to": real_shop.far.code,
            "quantity": 2,
            "reference": "van 1",
        }
        before = [real_shop.stock("LAMP", it)[0] for it in (real_shop.near, real_shop.far)]

        first, again = (api.send("post", "/stock/transfers", journey) for _ in range(2))
        nowhere = api.send("post", "/stock/transfers", journey | {"to": real_shop.near.code, "reference": "van 2"})
        too_many = api.send("post", "/stock/transfers", journey | {"quantity": 9_999, "reference": "van 3"})

        assert [it.status_code for it in (first, again, nowhere, too_many)] == [201, 409, 409, 409]
        codes = [it.json()["code"] for it in (again, nowhere, too_many)]
        assert codes == ["inventory.move_known", "locations.same_place", "inventory.stock_missing"]
        after = [real_shop.stock("LAMP", it)[0] for it in (real_shop.near, real_shop.far)]
        assert after == [before[0] - 2, before[1] + 2]
        assert_house_in_order()

    def test_is_carried_to_no_other_company(self, api, real_shop):
        other = LegalEntity.objects.create(code="ZW", name="Zweite GmbH", country="DE")
        Location.objects.filter(id=real_shop.far.id).update(legal_entity=other)
        before = real_shop.stock("LAMP", real_shop.far)

        refused = api.send(
            "post", "/stock/transfers",
            {"sku": "LAMP", "location": real_shop.near.code, "to": real_shop.far.code, "quantity": 1, "reference": "v"},
        )  # fmt: skip

        assert refused.json()["code"] == "locations.another_company"
        assert real_shop.stock("LAMP", real_shop.far) == before


class TestAnInvoice:
    def test_is_sent_as_its_buyer_has_it(self, api, real_shop):
        order = real_shop.place((1, "LAMP"), payment="invoice")
        hear_news()
        boxes = walk_to_packed(real_shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=boxes, at=real_shop.at, by=real_shop.by)
        hear_news()
        told = api.get(f"/api/v1/invoices?q={order.number}").json()["invoices"][0]

        assert api.get(f"/api/v1/invoices/{told['id']}/paper").status_code == 404
        render_invoices([told["id"]])

        pdf = api.get(f"/api/v1/invoices/{told['id']}/paper")
        none = api.get("/api/v1/invoices/999999/paper")

        assert (pdf.status_code, pdf.headers["Content-Type"], pdf.content[:4]) == (200, "application/pdf", b"%PDF")
        assert (none.status_code, none.json()["code"]) == (404, "invoicing.paper_missing")
