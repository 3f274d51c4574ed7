"""Programs take bank statements in, and say what becomes of their lines, as people do on the page of the bank."""

from __future__ import annotations

from base64 import b64encode

import pytest
from test_rest_changes import Program

from bank_files import camt, entry
from builders import assert_house_in_order, hear_news
from kontor.legal_entities.tables import LegalEntity
from kontor.orders.tables import Order
from kontor.payments.public import find_payment
from kontor.payments.tables import BankTransaction, MoneyIntent
from kontor.rest import auth

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program(real_shop, at, by):
    """Somebody's program that may do with money what people may."""
    auth._known.clear()
    return Program("payments:read", "payments:write", "orders:read", at=at, by=by)


def statement(*lines: str, opening: str = "100.00", closing: str) -> dict[str, object]:
    content = b64encode(camt("".join(lines), opening=opening, closing=closing)).decode()
    return {"legal_entity": LegalEntity.objects.get().code, "name": "c.xml", "content": content, "mine": True}


def awaited(shop, *lines) -> Order:
    order = shop.place(*lines, payment="prepayment")
    hear_news()
    return order


class TestAStatement:
    def test_is_taken_in_once_and_books_what_is_sure(self, real_shop, program):
        order = awaited(real_shop, (1, "LAMP"))
        told = statement(entry("10.00", order.number), entry("5.00", "Danke", name="Fremd"), closing="115.00")

        first = program.send("post", "/bank/statements", told).json()
        again = program.send("post", "/bank/statements", told).json()

        assert (first["transactions"], first["booked"], first["open"]) == (2, 1, 1)
        assert (again["transactions"], again["known"]) == (0, 2)
        rows = program.send("get", "/bank/transactions?state=open").json()["transactions"]
        assert [(it["amount"], it["left"], it["shares"]) for it in rows] == [("5.0000", "5.0000", [])]

    def test_that_cannot_be_read_is_refused_by_name(self, real_shop, program):
        told = statement(closing="100.00") | {"content": "YWJj"}

        assert program.send("post", "/bank/statements", told).status_code == 409
        assert program.send("post", "/bank/statements", told | {"content": "%"}).status_code == 422
        assert program.send("post", "/bank/statements", told | {"legal_entity": "nobody"}).status_code == 422
        assert not BankTransaction.objects.exists()


class TestALine:
    @pytest.fixture
    def line(self, real_shop, program) -> str:
        program.send(
            "post", "/bank/statements", statement(entry("50.00", "Danke", name="Erika Muster"), closing="150.00")
        )
        return f"/bank/transactions/{BankTransaction.objects.get().id}"

    def test_is_booked_taken_off_and_put_aside(self, real_shop, program, line):
        order = awaited(real_shop, (1, "LAMP"))
        share = {"shares": [{"order": str(order.uuid), "amount": "10.00"}]}

        booked = program.send("post", f"{line}/book", share).json()
        off = program.send("post", f"{line}/take-off", {"order": str(order.uuid)}).json()
        aside = program.send("post", f"{line}/put-aside", {}).json()
        waits = program.send("post", f"{line}/reopen", {}).json()

        assert (booked["left"], booked["shares"][0]["order_number"]) == ("40.0000", order.number)
        assert (off["left"], off["shares"]) == ("50.0000", [])
        assert (aside["state"], waits["state"]) == ("ignored", "open")
        assert find_payment(order.id).captured == 0

    def test_gives_back_what_is_left_of_it(self, real_shop, program, line):
        order = awaited(real_shop, (1, "LAMP"))
        program.send("post", f"{line}/book", {"shares": [{"order": str(order.uuid), "amount": "10.00"}]})

        sent = program.send("post", f"{line}/send-back", {"order": str(order.uuid)}).json()

        assert (sent["state"], sent["left"], MoneyIntent.objects.get().amount) == ("booked", "0.0000", 40)
        hear_news()
        assert_house_in_order()

    def test_that_is_none_is_not_found(self, real_shop, program):
        assert program.send("post", "/bank/transactions/0/put-aside", {}).status_code == 404
        assert program.send("post", "/bank/transactions/99999999999999999999/reopen", {}).status_code in (404, 422)
