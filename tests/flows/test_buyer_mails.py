"""What buyers are told of where their money goes."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.db import transaction

from builders import hear_news, walk_to_packed
from kontor.flows.people.buyer_mails import confirm_orders, remind_of_prepayment
from kontor.flows.selling.payment import book_payment
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.legal_entities.tables import LegalEntity
from kontor.messaging.tables import Message
from kontor.orders.public import OrderPlaced
from kontor.shipping.public import enter_number
from kontor.shipping.tables import LabelIntent, Parcel
from kontor.shipping.tasks import book_labels

pytestmark = pytest.mark.django_db(transaction=True)


def confirmation() -> str:
    hear_news()
    return Message.objects.get(kind="order_confirmed").body


class TestAConfirmation:
    def test_says_what_each_part_comes_to_as_the_buyer_pays_it(self, real_shop):
        real_shop.place((2, "LAMP"), charges=[{"kind": "shipping", "amount": "4.90", "title": "Versand"}])

        told = confirmation()

        assert "2 × Tischlampe: 20,00\xa0€\nVersand: 4,90\xa0€\n" in told


class TestAPrepayment:
    def test_is_told_its_amount_account_and_reference(self, real_shop):
        LegalEntity.objects.update(iban="DE89370400440532013000")
        order = real_shop.place((2, "LAMP"), payment="prepayment")

        told = confirmation()

        assert "Bitte überweisen Sie 20,00" in told
        assert "IBAN DE89 3704 0044 0532 0130 00" in told
        assert f"Verwendungszweck {order.number}" in told

    def test_is_told_that_also_before_its_payment_is_opened(self, real_shop):
        """Both listen to the same news, side by side."""
        LegalEntity.objects.update(iban="DE89370400440532013000")
        order = real_shop.place((2, "LAMP"), payment="prepayment")

        with transaction.atomic():
            confirm_orders(news=[OrderPlaced(order.id, order.number)], at=real_shop.at, by=real_shop.by)

        assert "Bitte überweisen Sie 20,00" in Message.objects.get(kind="order_confirmed").body

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


class TestAParcel:
    """The house's own number is none that a buyer could follow."""

    def packed(self, real_shop) -> tuple[list[int], Parcel]:
        shipments = walk_to_packed(real_shop, real_shop.place((2, "LAMP")))
        hear_news()
        book_labels(intent_ids=list(LabelIntent.objects.values_list("id", flat=True)))
        return shipments, Parcel.objects.get()

    def leave(self, real_shop, shipments: list[int]) -> str:
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        hear_news()
        return Message.objects.get(kind="order_shipped").body

    def test_that_we_labelled_ourselves_is_told_without_a_number(self, real_shop):
        shipments, parcel = self.packed(real_shop)

        told = self.leave(real_shop, shipments)

        assert parcel.tracking_number
        assert (parcel.tracking_number in told, "Sendungsnummer" in told) == (False, False)

    def test_that_a_carrier_takes_is_told_with_its_number(self, real_shop):
        shipments, parcel = self.packed(real_shop)
        with transaction.atomic():
            enter_number(
                order_id=parcel.order_id, parcel_id=parcel.id, carrier="dhl", number="00340434161094000001",
                at=real_shop.at, by=real_shop.by,
            )  # fmt: skip

        assert "Sendungsnummer: DHL 00340434161094000001\n" in self.leave(real_shop, shipments)

    def test_holds_what_is_in_it_and_nothing_that_was_cancelled(self, real_shop):
        """Twelve lamps leave from two places, the vase was cancelled: each mail says what its own parcel brings."""
        order = real_shop.place((12, "LAMP"), (1, "VASE"))
        hear_news()
        vase = order.lines.get(sku__code="VASE")
        with transaction.atomic():
            cancel_pieces(order_id=order.id, pieces={vase.id: 1}, reference="x", at=real_shop.at, by=real_shop.by)
        shipments = walk_to_packed(real_shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        hear_news()

        told = Message.objects.filter(kind="order_shipped").values_list("body", flat=True)
        assert [sum(int(it) for it in re.findall(r"(\d+) × Tischlampe", body)) for body in told] == [10, 2]
        assert not any("Vase" in body for body in told)


class TestACancellation:
    @pytest.mark.parametrize("paid", [True, False])
    def test_says_that_money_comes_back_where_some_was_paid(self, real_shop, paid):
        order = real_shop.place((2, "LAMP"), payment="prepayment")
        hear_news()
        if paid:
            with transaction.atomic():
                book_payment(order_id=order.id, amount=Decimal(20), reference="b", at=real_shop.at, by=real_shop.by)
            hear_news()

        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=real_shop.at, by=real_shop.by)
        hear_news()

        assert ("erstatten wir Ihnen" in Message.objects.get(kind="order_cancelled").body) is paid
