"""Invoices written when the order comes in: once, before anything leaves, and taken back to the cent with what is cancelled."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum

from builders import assert_house_in_order, hear_news, nothing_failed, walk_to_packed
from kontor.channels.tables import Channel
from kontor.flows.invoicing.amount_due import owed_by
from kontor.flows.invoicing.corrections import correct_invoice
from kontor.flows.invoicing.invoices import invoice_placed
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.invoicing.public import InvoiceDue, build_einvoice, find_faults, read_record
from kontor.invoicing.tables import Invoice
from kontor.orders.public import hold_order, lift_hold
from kontor.orders.tables import OrderLine
from kontor.payments.public import NewVoucher, find_voucher, issue_voucher
from kontor.payments.tables import Payment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def early_shop(real_shop):
    """The shop invoices as soon as an order is in."""
    channel = Channel.objects.get(code="shop")
    channel.capabilities = [*channel.capabilities, "invoice_at_order"]
    channel.save()
    return real_shop


def invoices(order) -> list[Invoice]:
    return list(Invoice.objects.filter(order=order).order_by("id"))


def cancel(shop, order, pieces: dict[int, int]) -> None:
    with transaction.atomic():
        cancel_pieces(order_id=order.id, pieces=pieces, reference=f"test-{pieces}", at=shop.at, by=shop.by)
    hear_news()


class TestAnOrderThatIsInvoicedAtOnce:
    def test_has_its_whole_invoice_before_anything_leaves_and_no_other_after(self, early_shop):
        order = early_shop.place((3, "LAMP"), (1, "VASE"), charges=[{"kind": "shipping", "amount": "4.99"}])
        hear_news()

        invoice = invoices(order)[0]
        assert (invoice.gross, invoice.kind) == (order.gross, "invoice")
        assert read_record(invoice.content, number=invoice.number).delivered_on is None

        shipments = walk_to_packed(early_shop, order)
        hear_news()
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=early_shop.at, by=early_shop.by)
        hear_news()

        assert invoices(order) == [invoice]
        nothing_failed()
        assert_house_in_order()

    def test_has_a_valid_electronic_invoice_without_a_day_of_supply(self, early_shop):
        order = early_shop.place((1, "LAMP"), payment="prepayment")
        hear_news()

        invoice = invoices(order)[0]
        xml = build_einvoice(read_record(invoice.content, number=invoice.number))
        assert find_faults(xml) == []
        assert b"ActualDeliverySupplyChainEvent" not in xml
        assert invoice.due_on is not None

    def test_to_a_business_abroad_names_the_day_by_which_it_leaves(self, early_shop):
        address = {"company": "Alpen GmbH", "street": "Ring 1", "postal_code": "1010", "city": "Wien", "country": "AT"}
        order = early_shop.place((1, "LAMP"), ship_to=address, vat_id="ATU12011204")
        hear_news()

        invoice = invoices(order)[0]
        assert invoice.tax_case == "intra_community"
        assert read_record(invoice.content, number=invoice.number).delivered_on is not None

    def test_waits_while_it_is_held(self, early_shop):
        order = early_shop.place((1, "LAMP"), payment="prepayment")
        with transaction.atomic():
            hold_order(order_id=order.id, reason="manual", note="", at=early_shop.at, by=early_shop.by)
        hear_news()
        assert invoices(order) == []

        with transaction.atomic():
            lift_hold(order_id=order.id, reason="manual", at=early_shop.at, by=early_shop.by)
        hear_news()

        assert [it.gross for it in invoices(order)] == [order.gross]
        nothing_failed()


class TestWhatIsCancelled:
    def test_is_taken_back_with_its_part_of_the_discount_and_not_owed(self, early_shop):
        order = early_shop.place((3, "LAMP"), payment="prepayment", charges=[{"kind": "discount", "amount": "10.00"}])
        hear_news()
        line = OrderLine.objects.get(order=order)

        cancel(early_shop, order, {line.id: 1})

        assert [it.gross for it in invoices(order)] == [Decimal("20.00"), Decimal("-6.67")]
        assert Payment.objects.get(order_id=order.id).amount == Decimal("13.33")
        nothing_failed()
        assert_house_in_order()

    def test_leaves_owed_what_the_papers_say_to_the_cent(self, early_shop):
        """Of 10.01 for two, one comes to 5.01 on its own and to 5.00 as the rest of both: the papers decide."""
        lines = [{"sku": "LAMP", "quantity": 2, "unit_price": "5.00"}]
        charges = [{"kind": "service", "amount": "0.01"}]
        order = early_shop.place(lines=lines, charges=charges, payment="prepayment")
        hear_news()

        cancel(early_shop, order, {OrderLine.objects.get(order=order).id: 1})

        papers = Invoice.objects.filter(order=order).aggregate(sum=Sum("gross"))["sum"]
        assert Payment.objects.get(order_id=order.id).amount == papers == Decimal("5.01")
        nothing_failed()

    def test_whole_is_reversed_and_what_was_paid_goes_back(self, early_shop):
        order = early_shop.place((2, "LAMP"), charges=[{"kind": "shipping", "amount": "4.99"}])
        hear_news()

        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=early_shop.at, by=early_shop.by)
        hear_news()

        assert [(it.kind, it.gross) for it in invoices(order)] == [
            ("invoice", order.gross), ("reversal", -order.gross),
        ]  # fmt: skip
        payment = Payment.objects.get(order_id=order.id)
        assert (payment.amount, payment.refund_pending) == (0, order.gross)
        nothing_failed()
        assert_house_in_order()

    def test_before_the_invoice_stands_on_no_paper(self, early_shop):
        order = early_shop.place((2, "LAMP"), payment="prepayment")
        with transaction.atomic():
            line = OrderLine.objects.get(order=order)
            cancel_pieces(order_id=order.id, pieces={line.id: 1}, reference="x", at=early_shop.at, by=early_shop.by)
        hear_news()

        assert [it.gross for it in invoices(order)] == [Decimal("10.00")]
        assert Payment.objects.get(order_id=order.id).amount == Decimal("10.00")
        nothing_failed()
        assert_house_in_order()


class TestWhatFreshEyesFound:
    """Each was wrong once."""

    def test_an_invoice_that_comes_late_charges_the_rest_and_refunds_no_cent_too_many(self, real_shop):
        """12 lamps in two parcels: 10 have left with their own invoice when the word comes to invoice the order."""
        order = real_shop.place((12, "LAMP"))
        shipments = walk_to_packed(real_shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments[:1], at=real_shop.at, by=real_shop.by)
        hear_news()
        with transaction.atomic():
            invoice_placed(news=[InvoiceDue(order.id)], at=real_shop.at, by=real_shop.by)
            invoice_placed(news=[InvoiceDue(order.id)], at=real_shop.at, by=real_shop.by)
        hear_news()

        assert sorted(it.gross for it in invoices(order)) == [Decimal("20.00"), Decimal("100.00")]
        assert owed_by([order.id]) == {order.id: Decimal("120.00")}
        nothing_failed()
        assert_house_in_order()

    def test_what_was_reversed_by_hand_is_not_owed_once_it_is_cancelled(self, early_shop):
        order = early_shop.place((3, "LAMP"))
        hear_news()
        with transaction.atomic():
            correct_invoice(invoice_id=invoices(order)[0].id, at=early_shop.at, by=early_shop.by)
        hear_news()

        with transaction.atomic():
            cancel_whole_order(order_id=order.id, at=early_shop.at, by=early_shop.by)
        hear_news()

        payment = Payment.objects.get(order_id=order.id)
        assert (payment.amount, payment.refund_pending) == (0, Decimal("30.00"))
        nothing_failed()

    def test_what_was_reversed_by_hand_leaves_without_a_second_invoice(self, early_shop):
        order = early_shop.place((3, "LAMP"))
        hear_news()
        with transaction.atomic():
            correct_invoice(invoice_id=invoices(order)[0].id, at=early_shop.at, by=early_shop.by)
        shipments = walk_to_packed(early_shop, order)
        hear_news()
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=early_shop.at, by=early_shop.by)
        hear_news()

        assert [it.kind for it in invoices(order)] == ["invoice", "reversal"]
        nothing_failed()
        assert_house_in_order()

    def test_a_single_purpose_voucher_gives_and_takes_the_same_cent_as_the_papers(self, early_shop):
        new = NewVoucher(early_shop.channel.legal_entity_id, "single", Decimal("10.01"), tax_class="standard")
        with transaction.atomic():
            _id, code = issue_voucher(new=new, at=early_shop.at, by=early_shop.by)
        order = early_shop.place((2, "LAMP"), vouchers=[{"code": code}], payment="prepayment")
        hear_news()

        cancel(early_shop, order, {OrderLine.objects.get(order=order).id: 1})

        paid_by_voucher = Decimal("10.01") - find_voucher(code).left
        papers = sum(it.gross for it in invoices(order))
        assert papers + paid_by_voucher == Decimal("10.00")
        assert Payment.objects.get(order_id=order.id).amount == papers
        nothing_failed()
        assert_house_in_order()


class TestAnAgreementAtAProvider:
    def test_is_collected_when_the_goods_leave_not_when_they_are_invoiced(self, early_shop):
        order = early_shop.place((4, "LAMP"), charges=[{"kind": "shipping", "amount": "4.99"}])
        hear_news()
        # As if a provider had agreed: no account is called here.
        Payment.objects.filter(order_id=order.id).update(method="provider", captured=0)
        before = list(Payment.objects.get(order_id=order.id).intents.values_list("kind", flat=True))

        shipments = walk_to_packed(early_shop, order)
        with transaction.atomic():
            dispatch_shipments(shipment_ids=shipments, at=early_shop.at, by=early_shop.by)
        hear_news()

        wanted = list(Payment.objects.get(order_id=order.id).intents.values_list("kind", "amount", "last"))
        assert before == []
        assert wanted == [("capture", order.gross, True)]
        nothing_failed()
