"""What is typed into a form: read as people write it, refused at its field, in the reader's language, and never a 500."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from django.utils.translation import override

from builders import hear_news, person
from kontor.backoffice.refusals import refusal_text
from kontor.backoffice.typed import TypedWrong, parse_amount, read_count, read_country, read_day, read_id
from kontor.orders.tables import Order
from kontor.payments.errors import TransactionTooSmall
from kontor.payments.public import find_payment

pytestmark = pytest.mark.django_db(transaction=True)
# A NUL byte, which nobody types, comes no further than the threshold (test_working_day).
HOSTILE = ["", "abc", "NaN", "-5", "0", "sNaN", "1e400", "²", "9" * 60, "1.2.3", "١٢"]


class TestAnAmount:
    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("1.000,00", "1000"), ("1.234.567,89", "1234567.89"), ("12,5", "12.5"), ("12.50", "12.50"), ("1000", "1000"),
            ("1.000", "1000"), ("1 234,50 €", "1234.50"), ("1'234.50", "1234.50"), (",5", "0.5"), ("1,234.50", "1234.50"),
        ],
    )  # fmt: skip
    def test_is_read_as_germans_write_it(self, text, amount):
        with override("de"):
            assert parse_amount(text) == D(amount)

    @pytest.mark.parametrize(("text", "amount"), [("1,000", "1000"), ("1,234.50", "1234.50"), ("1.234,50", "1234.50")])
    def test_is_read_as_the_english_write_it(self, text, amount):
        with override("en"):
            assert parse_amount(text) == D(amount)

    @pytest.mark.parametrize("text", ["", "abc", "NaN", "sNaN", "1e400", "²", "\x00", "9" * 60, "1.2.3", "١٢"])
    def test_that_is_none_is_none(self, text):
        assert parse_amount(text) is None


class TestAField:
    def test_of_a_day_takes_both_ways_of_writing(self):
        assert read_day({"on": "31.12.2026"}, "on") == read_day({"on": "2026-12-31"}, "on") == date(2026, 12, 31)
        for text in ("31.02.2026", "0001-01-01", "9999-12-31", ""):
            with pytest.raises(TypedWrong):
                read_day({"on": text}, "on")

    def test_of_a_country_takes_code_and_name(self):
        assert {read_country({"c": it}, "c") for it in ("AT", "at", "Österreich", "Austria", "ÖSTERREICH")} == {"AT"}
        for text in ("ÖS", "XX", "EU", ""):
            with pytest.raises(TypedWrong):
                read_country({"c": text}, "c")

    def test_of_pieces_is_a_whole_number_in_range(self):
        assert read_count({"n": "1.000"}, "n") == 1000
        for text in ("0", "²", "-1", "99999999999", "1,5"):
            with pytest.raises(TypedWrong):
                read_count({"n": text}, "n")

    def test_of_a_row_that_is_none_finds_none(self):
        assert [read_id(it) for it in ("7", "²", "-1", "9" * 30, None)] == [7, 0, 0, 0, 0]


class TestARefusal:
    def test_speaks_the_readers_language_and_tells_no_internal_number(self):
        refusal = TransactionTooSmall(transaction=4711, left=D("1234.5000"))

        with override("de"):
            assert refusal_text(refusal) == (
                "Es sollte mehr gebucht werden, als von diesem Umsatz übrig ist. (Rest: 1.234,50)"
            )
        with override("en"):
            assert refusal_text(refusal).endswith("(Left: 1,234.50)")


@pytest.fixture
def order(real_shop):
    placed = real_shop.place((1, "LAMP"), payment="prepayment")
    hear_news()
    return placed


class TestAForm:
    @pytest.mark.parametrize("text", HOSTILE)
    @pytest.mark.parametrize("verb", ["pay", "refund"])
    def test_answers_what_cannot_be_read_with_a_message(self, order, verb, text):
        client = person("*")

        answer = client.post(f"/office/order/{order.id}/{verb}/", {"amount": text, "reason": "x"})

        assert answer.status_code == 302
        page = client.get(answer.headers["Location"]).content.decode()
        assert "Bitte einen Betrag über null eingeben" in page
        assert '"field": "amount"' in page
        assert find_payment(order.id).captured == 0

    def test_takes_a_thousand_as_germans_write_it(self, real_shop):
        order = real_shop.place((200, "LAMP"), payment="prepayment")
        hear_news()

        person("*").post(f"/office/order/{order.id}/pay/", {"amount": "1.000,00", "form": "1"})

        assert find_payment(order.id).captured == 1000

    def test_sent_twice_pays_once(self, order):
        client = person("*")
        for _ in range(2):
            client.post(f"/office/order/{order.id}/pay/", {"amount": "4,00", "form": "1764123.5"})

        assert find_payment(order.id).captured == 4

    @pytest.mark.parametrize(
        ("field", "text", "words"),
        [
            ("country", "XX", "Land"), ("postal_code", "ABC", "Postleitzahl"), ("street", "", "ausfüllen"),
            ("city", "x" * 500, "Zeichen"),
        ],
    )  # fmt: skip
    def test_of_an_address_says_at_which_field_it_is_wrong(self, order, field, text, words):
        told = {"name": "Erika", "street": "Weg 1", "postal_code": "10115", "city": "Berlin", "country": "DE"}
        client, before = person("*"), order.ship_to

        answer = client.post(f"/office/order/{order.id}/address/", told | {field: text})

        page = client.get(answer.headers["Location"]).content.decode()
        assert words in page
        assert f'"field": "{field}"' in page
        assert Order.objects.get(id=order.id).ship_to == before

    def test_takes_a_country_by_its_name(self, order):
        told = {"name": "Erika", "street": "Weg 1", "postal_code": "1010", "city": "Wien", "country": "Österreich"}

        person("*").post(f"/office/order/{order.id}/address/", told)

        assert Order.objects.get(id=order.id).address.country == "AT"
