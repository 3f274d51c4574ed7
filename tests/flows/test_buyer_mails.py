"""What buyers are told of where their money goes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from builders import hear_news
from kontor.flows.people.buyer_mails import remind_of_prepayment
from kontor.legal_entities.tables import LegalEntity
from kontor.messaging.tables import Message

pytestmark = pytest.mark.django_db(transaction=True)


def confirmation() -> str:
    hear_news()
    return Message.objects.get(kind="order_confirmed").body


class TestAPrepayment:
    def test_is_told_its_amount_account_and_reference(self, real_shop):
        LegalEntity.objects.update(iban="DE89370400440532013000")
        order = real_shop.place((2, "LAMP"), payment="prepayment")

        told = confirmation()

        assert "Bitte überweisen Sie 20,00" in told
        assert "IBAN DE89 3704 0044 0532 0130 00" in told
        assert f"Verwendungszweck {order.number}" in told

    def test_is_told_nothing_where_the_merchant_has_no_account(self, real_shop):
        LegalEntity.objects.update(iban="")
        real_shop.place((2, "LAMP"), payment="prepayment")

        told = confirmation()

        assert "Bitte überweisen Sie 20,00" in told
        assert "IBAN" not in told

    def test_is_reminded_of_in_its_language_and_once(self, real_shop):
        LegalEntity.objects.update(iban="DE89370400440532013000")
        order = real_shop.place((2, "LAMP"), payment="prepayment", language="en")
        remind_of_prepayment(owed={order.id: Decimal(20)}, until={}, at=real_shop.at)

        told = Message.objects.get(kind="prepayment_reminder").body

        assert told.count("lease transfer") == 1
        assert "IBAN DE89 3704 0044 0532 0130 00" in told

    def test_is_asked_of_nobody_who_has_paid(self, real_shop):
        LegalEntity.objects.update(iban="DE89370400440532013000")
        real_shop.place((2, "LAMP"))

        assert "überweisen" not in confirmation()
