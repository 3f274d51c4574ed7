"""An order that is amended is taxed, sourced and owed anew; a cancelled one is over."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction

from builders import assert_house_in_order, hear_news, nothing_failed, person, walk_to_packed
from kontor.customers.tables import Customer
from kontor.flows.selling.amending import readdress_order
from kontor.flows.selling.payment import book_payment
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.fulfilment.tables import FulfilmentOrder
from kontor.invoicing.tables import Invoice
from kontor.kernel.address import Address
from kontor.orders.public import AlreadyPicked
from kontor.orders.tables import Order, OrderLine
from kontor.payments.errors import NothingReceived
from kontor.payments.tables import Payment

pytestmark = pytest.mark.django_db(transaction=True)

VIENNA = {
    "name": "Eva Huber",
    "street": "Ring 1",
    "postal_code": "1010",
    "city": "Wien",
    "country": "AT",
    "email": "e@example.org",
}
MUNICH = Address(
    name="Eva Huber", street="Tal 1", postal_code="80331", city="München", country="DE", email="e@example.org"
)


def readdress(shop, order, to: Address) -> Order:
    with transaction.atomic():
        readdress_order(by_hand=True, order_id=order.id, ship_to=to, at=shop.at, by=shop.by)
    hear_news()
    nothing_failed()
    return Order.objects.get(id=order.id)


class TestAnAddress:
    def test_in_another_country_is_taxed_by_that_country_and_costs_the_same(self, real_shop):
        """W4: Vienna to Munich; the invoice had shown 20 % for a delivery in Munich."""
        order = real_shop.place(
            (2, "LAMP"), (1, "BOOK"), ship_to=VIENNA, charges=[{"kind": "shipping", "amount": "4.90"}]
        )
        hear_news()
        assert (order.tax_case, {line.rate for line in OrderLine.objects.filter(order=order)}) == (
            "oss",
            {Decimal(20), Decimal(10)},
        )

        amended = readdress(real_shop, order, MUNICH)

        assert (amended.tax_case, amended.gross) == ("domestic", order.gross)
        assert {line.rate for line in OrderLine.objects.filter(order=order)} == {Decimal(19), Decimal(7)}
        assert amended.state == "RELEASED"
        for shipment in walk_to_packed(real_shop, amended):
            with transaction.atomic():
                dispatch_shipments(shipment_ids=[shipment], at=real_shop.at, by=real_shop.by)
        hear_news()
        invoices = list(Invoice.objects.filter(order=order))
        assert {invoice.tax_case for invoice in invoices} == {"domestic"}
        assert sum(invoice.gross for invoice in invoices) == order.gross
        assert_house_in_order()

    def test_is_sourced_from_the_nearest_place_again(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        hear_news()
        before = FulfilmentOrder.objects.exclude(state="CANCELLED").get(order=order).location

        readdress(real_shop, order, MUNICH)

        after = FulfilmentOrder.objects.exclude(state="CANCELLED").get(order=order).location
        assert (before, after) == (real_shop.near, real_shop.far)
        assert_house_in_order()

    def test_is_not_changed_once_a_piece_is_picked(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        walk_to_packed(real_shop, order)

        with pytest.raises(AlreadyPicked), transaction.atomic():
            readdress_order(by_hand=True, order_id=order.id, ship_to=MUNICH, at=real_shop.at, by=real_shop.by)

        assert Order.objects.get(id=order.id).ship_to == order.ship_to


class TestACancelledOrder:
    def test_that_was_never_paid_takes_no_money(self, real_shop):
        """W1: zero was booked for it, which the database refuses, and the whole house went down."""
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=real_shop.at, by=real_shop.by)
        hear_news()

        for amount in (Decimal(0), Decimal(-5), Decimal("NaN"), Decimal("Infinity")):
            with pytest.raises(NothingReceived), transaction.atomic():
                book_payment(order_id=order.id, amount=amount, reference="x", at=real_shop.at, by=real_shop.by)

        assert Payment.objects.get(order_id=order.id).amount == 0
        nothing_failed()

    def test_offers_no_payment_on_its_page_and_answers_a_late_press_in_words(self, real_shop):
        order = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=real_shop.at, by=real_shop.by)
        hear_news()
        browser = person("orders:write", "payments:write")

        page = browser.get(f"/office/order/{order.id}/").content.decode()
        answer = browser.post(f"/office/order/{order.id}/pay/", {"amount": "0,00", "reference": "x"}, follow=True)

        assert "Zahlung offen" not in page
        assert f"/office/order/{order.id}/pay/" not in page
        assert answer.status_code == 200
        assert "NothingReceived" not in answer.content.decode()
        assert Payment.objects.get(order_id=order.id).captured == 0

    @pytest.mark.parametrize("released", [False, True])
    def test_piece_by_piece_is_over_in_whatever_state_it_was(self, real_shop, released):
        """Real data 4: 48 orders stayed released for ever."""
        order = real_shop.place((2, "LAMP"))
        if released:
            hear_news()
        for turn in (1, 2):
            with transaction.atomic():
                cancel_pieces(
                    order_id=order.id, pieces={OrderLine.objects.get(order=order).id: 1}, reference=f"c{turn}", at=real_shop.at,
                    by=real_shop.by,
                )  # fmt: skip
        hear_news()

        assert Order.objects.get(id=order.id).state in ("CANCELLED", "CLOSED")
        assert real_shop.stock("LAMP") == (15, 0)
        nothing_failed()
        assert_house_in_order()


class TestACustomer:
    def test_is_one_only_by_an_identity(self, real_shop):
        """W3: people without a name and a mail, and people of one name in one street, are not one person."""
        nameless = {"street": "Weg 1", "postal_code": "50667", "city": "Köln", "country": "DE"}
        orders = [
            real_shop.place((1, "LAMP"), ship_to={**nameless, "name": "Jan Meyer"}),
            real_shop.place((1, "LAMP"), ship_to={**nameless, "name": "Jan Meyer"}),
            real_shop.place((1, "LAMP"), ship_to={**nameless, "name": "Jan Meyer", "email": "jan@example.org"}),
            real_shop.place((1, "LAMP"), ship_to={**nameless, "name": "J. Meyer", "email": "JAN@example.org"}),
            real_shop.place((1, "LAMP"), ship_to={**nameless, "name": "Jan Meyer"}, buyer_ref="4711"),
        ]

        assert len({order.customer_id for order in orders}) == 4
        assert orders[2].customer_id == orders[3].customer_id
        assert Customer.objects.count() == 4


class TestTags:
    def test_of_an_incoming_order_arrive_with_it(self, real_shop):
        """D1: an update that ran before the insert it was meant for lost every one of them."""
        order = real_shop.place((1, "LAMP"), tags=["shopify:#1001", 'a "quoted", one', "ä\\ö"])
        plain = real_shop.place((1, "LAMP"))

        assert Order.objects.get(id=order.id).tags == ["shopify:#1001", 'a "quoted", one', "ä\\ö"]
        assert Order.objects.get(id=plain.id).tags == []
        assert OrderLine.objects.filter(order=order).exists()
