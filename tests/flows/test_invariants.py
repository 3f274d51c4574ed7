"""What must hold of orders and papers: each question finds the fault that it was written for, and nothing in a house in order."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import transaction

from builders import hear_news, walk_to_packed
from kontor.cli.check import evaluate
from kontor.customers.tables import Customer
from kontor.flows.selling.payment import book_payment
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.invoicing.tables import Invoice
from kontor.invoicing.tasks import render_invoices
from kontor.kernel.clock import read_clock
from kontor.orders.tables import Order
from kontor.platform.sql.bulk import execute

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = timedelta(hours=2)


def broken() -> list[str]:
    return [result["id"] for result in evaluate() if not result["holds"]]


@pytest.fixture
def order(real_shop) -> Order:
    placed = real_shop.place((2, "LAMP"))
    hear_news()
    return placed


def tamper(sql: str, *parameters: object) -> None:
    """Change what the house itself could not, as a fault would."""
    with transaction.atomic():
        execute("SET LOCAL session_replication_role = replica")
        execute(sql, list(parameters))


class TestTheHouse:
    def test_in_order_answers_every_question_so(self, order):
        assert broken() == []

    def test_says_where_an_order_comes_to_something_else_than_its_channel_says(self, order):
        Order.objects.filter(id=order.id).update(told_total=D("19.99"))

        assert broken() == ["I26"]

    def test_says_where_an_invoice_is_over_nothing(self, real_shop, order):
        shipments = walk_to_packed(real_shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        hear_news()
        render_invoices(invoice_ids=[Invoice.objects.get().id])
        tamper(
            'UPDATE invoicing_invoice SET net = 0, tax = 0, gross = 0, rounding = 0, content = \'{"items": [], "groups": []}\''
        )

        assert "I27" in broken()

    def test_says_where_an_open_order_is_taxed_for_another_country(self, order):
        Order.objects.filter(id=order.id).update(ship_to={**order.ship_to, "country": "CH"})

        assert broken() == ["I28"]

    def test_says_where_a_customer_is_two_people(self, real_shop, order):
        other = real_shop.place((1, "VASE"))
        hear_news()
        Customer.objects.filter(id=order.customer_id).update(match_key="order:x:1")
        Order.objects.filter(id=other.id).update(customer=order.customer_id)

        assert broken() == ["I29"]

    def test_says_where_nobody_can_move_an_order(self, order):
        Order.objects.filter(id=order.id).update(
            state="PLACED", secured_at=read_clock() - LONG_AGO, placed_at=read_clock() - LONG_AGO
        )

        assert "I30" in broken()

    def test_says_where_money_that_went_back_still_pays_for_an_order(self, real_shop):
        paid = real_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()
        with transaction.atomic():
            book_payment(order_id=paid.id, amount=paid.gross, reference="1", at=real_shop.at, by=real_shop.by)
        hear_news()
        assert broken() == []

        tamper("UPDATE payments_payment SET refunded = 1")

        assert "I15" in broken()

    def test_says_where_a_document_has_no_paper(self, real_shop, order):
        shipments = walk_to_packed(real_shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
        hear_news()
        invoice = Invoice.objects.get()
        render_invoices(invoice_ids=[invoice.id])
        assert broken() == []

        tamper("UPDATE invoicing_invoice SET pdf_id = NULL, issued_at = now() - interval '1 hour'")

        assert "I31" in broken()
