"""What buyers are told of where their money goes."""

from __future__ import annotations

import pytest

from builders import hear_news
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

        assert "20,00" in told
        assert "IBAN DE89 3704 0044 0532 0130 00" in told
        assert f"Verwendungszweck {order.number}" in told

    def test_is_told_nothing_where_the_merchant_has_no_account(self, real_shop):
        LegalEntity.objects.update(iban="")
        real_shop.place((2, "LAMP"), payment="prepayment")

        assert "IBAN" not in confirmation()

    def test_is_asked_of_nobody_who_has_paid(self, real_shop):
        LegalEntity.objects.update(iban="DE89370400440532013000")
        real_shop.place((2, "LAMP"))

        assert "IBAN" not in confirmation()
