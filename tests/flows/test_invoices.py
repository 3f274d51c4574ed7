"""Papers: what was shipped is invoiced as an electronic invoice, and what is taken back adds up to it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import override
from facturx import get_facturx_xml_from_pdf

from builders import assert_house_in_order, hear_news, nothing_failed, person, walk_to_packed
from kontor.backoffice.refusals import problem_text
from kontor.channels.tables import Channel
from kontor.customers.tables import Customer
from kontor.flows.invoicing.corrections import correct_invoice
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.invoicing.public import NothingToCorrect, find_faults, read_record
from kontor.invoicing.tables import Invoice
from kontor.invoicing.tasks import render_invoices
from kontor.legal_entities.tables import LegalEntity
from kontor.messaging.tables import Message
from kontor.orders.tables import Order, OrderLine
from kontor.platform.keep.files import read_file
from kontor.platform.models import Counter, SetAside
from kontor.platform.post.deliveries import retry_set_aside

pytestmark = pytest.mark.django_db(transaction=True)


def ship(shop, order) -> list[Invoice]:
    """Ship everything of an order and return its invoices."""
    shipments = walk_to_packed(shop, order)
    hear_news()
    with transaction.atomic():
        dispatch_shipments(shipment_ids=shipments, at=shop.at, by=shop.by)
    hear_news()
    return list(Invoice.objects.filter(order=order, kind="invoice").order_by("id"))


def correct(shop, invoice, pieces=None) -> Invoice:
    with transaction.atomic():
        done = correct_invoice(invoice_id=invoice.id, pieces=pieces, at=shop.at, by=shop.by)
    hear_news()
    return Invoice.objects.get(id=done)


class TestAnInvoice:
    def test_holds_its_electronic_twin(self, real_shop):
        invoice = ship(real_shop, real_shop.place((3, "LAMP")))[0]

        render_invoices(invoice_ids=[invoice.id])

        invoice.refresh_from_db()
        name, inside = get_facturx_xml_from_pdf(read_file(invoice.pdf), check_xsd=True)
        assert name == "factur-x.xml"
        assert inside == read_file(invoice.xml)
        assert find_faults(inside) == []
        assert invoice.number.encode() in inside

    def test_is_written_once_and_never_again(self, real_shop):
        invoice = ship(real_shop, real_shop.place((3, "LAMP")))[0]
        render_invoices(invoice_ids=[invoice.id])
        first = Invoice.objects.get(id=invoice.id).pdf_id

        render_invoices(invoice_ids=[invoice.id])

        assert Invoice.objects.get(id=invoice.id).pdf_id == first
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            Invoice.objects.filter(id=invoice.id).update(gross=1, net=1, tax=0, rounding=0)

    def test_says_how_it_is_taxed_and_by_what_it_was_decided(self, real_shop):
        address = {"name": "Jean", "street": "Rue 1", "postal_code": "75001", "city": "Paris", "country": "FR"}
        invoice = ship(real_shop, real_shop.place((1, "LAMP"), ship_to=address))[0]

        assert invoice.tax_case == "oss"
        assert invoice.tax_facts == {
            "why": "consumer_oss", "from": "DE", "to": "FR", "oss": True, "country": "FR", "vat_id": "",
        }  # fmt: skip
        assert invoice.tax == Decimal("1.67")

    def test_to_a_business_abroad_shows_no_vat_but_both_ids(self, real_shop):
        address = {"company": "Alpen GmbH", "street": "Ring 1", "postal_code": "1010", "city": "Wien", "country": "AT"}
        invoice = ship(real_shop, real_shop.place((1, "LAMP"), ship_to=address, vat_id="ATU12011204"))[0]

        sheet = read_record(invoice.content, number=invoice.number)

        assert (invoice.tax_case, invoice.tax) == ("intra_community", 0)
        assert sheet.buyer_vat_id == "ATU12011204"
        assert sheet.totals.groups[0].code == "VATEX-EU-IC"
        assert "innergemeinschaftliche" in sheet.reasons["K"]

    def test_for_a_public_buyer_is_an_xrechnung(self, real_shop):
        order = real_shop.place((1, "LAMP"))
        Customer.objects.filter(id=order.customer_id).update(buyer_reference="04011000-12345-03")
        LegalEntity.objects.update(email="rechnung@muster.example", phone="+49 221 12345")
        invoice = ship(real_shop, order)[0]

        render_invoices(invoice_ids=[invoice.id])

        xml = read_file(Invoice.objects.get(id=invoice.id).xml)
        assert b"xrechnung_3.0" in xml
        assert b"04011000-12345-03" in xml
        assert find_faults(xml) == []

    def test_that_breaks_a_rule_is_refused_by_name_uses_no_number_and_follows_once_mended(self, real_shop):
        LegalEntity.objects.update(vat_id="", tax_number="")
        order = real_shop.place((1, "LAMP"))

        assert ship(real_shop, order) == []
        refused = SetAside.objects.get(closed_at=None)
        assert "Enter the VAT id or the tax number" in refused.reason
        assert not Counter.objects.filter(name__startswith="invoice:").exists()

        LegalEntity.objects.update(vat_id="DE136695976")
        retry_set_aside(refused.id)
        hear_news()

        assert Invoice.objects.get(order=order).number == "MU-2026-000001"
        assert_house_in_order()

    @pytest.mark.parametrize("lacking", ["street", "city"])
    def test_is_not_issued_without_the_whole_address_of_who_sells(self, real_shop, lacking):
        """§ 14 UStG: the norm of electronic invoices is content with a country."""
        LegalEntity.objects.update(**{lacking: ""})

        assert ship(real_shop, real_shop.place((1, "LAMP"))) == []
        refused = SetAside.objects.get(closed_at=None).reason
        with override("de"):
            assert "Tragen Sie Straße und Ort des Rechtsträgers ein" in problem_text(refused)
        office = person("*")
        office.cookies["django_language"] = "de"
        for place in (reverse("admin:order", args=[Order.objects.get().id]), reverse("admin:waiting")):
            assert "Tragen Sie Straße und Ort des Rechtsträgers ein" in office.get(place).content.decode(), place


class TestPricesAndCurrencies:
    def test_a_price_may_have_four_places_and_its_line_comes_to_whole_cents(self, real_shop):
        Channel.objects.update(prices_gross=False)
        lines = [{"sku": "LAMP", "quantity": 3, "unit_price": "16.7983"}]

        order = real_shop.place(lines=lines, total="59.96")
        invoice = ship(real_shop, order)[0]
        render_invoices(invoice_ids=[invoice.id])

        assert (invoice.net, invoice.tax, invoice.gross) == (Decimal("50.39"), Decimal("9.57"), Decimal("59.96"))

    def test_yen_are_invoiced_in_whole_ones_also_in_parts(self, real_shop):
        Channel.objects.update(currency="JPY")
        lines = [{"sku": "LAMP", "quantity": 3, "unit_price": "1025"}]
        order = real_shop.place(lines=lines, currency="JPY")

        invoice = ship(real_shop, order)[0]
        part = correct(real_shop, invoice, {1: 1})
        render_invoices(invoice_ids=[invoice.id, part.id])

        assert (invoice.net, invoice.tax, invoice.gross) == (2584, 491, 3075)
        assert part.gross == -1025
        assert part.tax == part.tax.to_integral_value()
        invoice.refresh_from_db()
        assert find_faults(read_file(invoice.xml)) == []
        assert_house_in_order()


class TestCorrectInvoice:
    def test_of_the_whole_is_a_reversal_with_a_number_of_its_own(self, real_shop):
        invoice = ship(real_shop, real_shop.place((3, "LAMP"), (1, "VASE")))[0]

        reversal = correct(real_shop, invoice)

        assert (reversal.kind, reversal.number, reversal.gross) == ("reversal", "MU-S-2026-000001", -invoice.gross)
        assert (reversal.net, reversal.tax, reversal.rounding) == (-invoice.net, -invoice.tax, -invoice.rounding)
        assert set(OrderLine.objects.filter(order=invoice.order).values_list("invoiced", "credited")) == {
            (3, 3),
            (1, 1),
        }
        nothing_failed()
        assert_house_in_order()

    def test_by_the_piece_adds_up_to_the_invoice_exactly(self, real_shop):
        """3 × 9.99: one piece is 3.33 less than a third could say; the three corrections are the invoice."""
        payload = {"lines": [{"sku": "LAMP", "quantity": 3, "unit_price": "9.99"}], "total": "34.96"}
        charges = [{"kind": "shipping", "amount": "4.99"}]
        invoice = ship(real_shop, real_shop.place(charges=charges, **payload))[0]

        parts = [correct(real_shop, invoice, {1: 1}) for _ in range(3)] + [correct(real_shop, invoice, {2: 1})]

        assert [part.kind for part in parts] == ["correction"] * 4
        assert [part.gross for part in parts] == [Decimal("-9.99")] * 3 + [Decimal("-4.99")]
        for column in ("net", "tax", "rounding", "gross"):
            assert sum(getattr(part, column) for part in parts) == -getattr(invoice, column)
        assert_house_in_order()

    @pytest.mark.parametrize("pieces", [{1: 4}, {9: 1}, {1: -1}, {}, {1: 0}])
    def test_is_refused_for_more_than_is_left(self, real_shop, pieces):
        invoice = ship(real_shop, real_shop.place((3, "LAMP")))[0]

        with pytest.raises(NothingToCorrect), transaction.atomic():
            correct_invoice(invoice_id=invoice.id, pieces=pieces, at=real_shop.at, by=real_shop.by)

        assert Invoice.objects.count() == 1

    def test_is_refused_twice_and_for_a_correction(self, real_shop):
        invoice = ship(real_shop, real_shop.place((3, "LAMP")))[0]
        reversal = correct(real_shop, invoice)

        for paper in (invoice, reversal):
            with pytest.raises(NothingToCorrect), transaction.atomic():
                correct_invoice(invoice_id=paper.id, at=real_shop.at, by=real_shop.by)

        assert Invoice.objects.count() == 2


class TestADiscount:
    def test_goes_with_the_goods_of_each_delivery(self, real_shop):
        order = real_shop.place((15, "LAMP"), charges=[{"kind": "discount", "amount": "60.01"}])
        shipments = walk_to_packed(real_shop, order)
        assert len(shipments) == 2
        for shipment in reversed(shipments):  # the small one first: its goods are worth less than the discount
            with transaction.atomic():
                dispatch_shipments(shipment_ids=[shipment], at=real_shop.at, by=real_shop.by)
            hear_news()

        invoices = list(Invoice.objects.filter(order=order).order_by("id"))

        assert [invoice.gross for invoice in invoices] == [Decimal("30.00"), Decimal("59.99")]
        nothing_failed()
        assert_house_in_order()

    def test_goes_back_with_the_goods_that_are_taken_back(self, real_shop):
        """Three lamps at 10.00 with ten euros off cost 20.00: each is worth 6.67, 6.66 and 6.67."""
        invoice = ship(real_shop, real_shop.place((3, "LAMP"), charges=[{"kind": "discount", "amount": "10.00"}]))[0]

        parts = [correct(real_shop, invoice, {1: 1}) for _ in range(3)]

        assert [part.gross for part in parts] == [Decimal("-6.67"), Decimal("-6.66"), Decimal("-6.67")]
        for column in ("net", "tax", "rounding", "gross"):
            assert sum(getattr(part, column) for part in parts) == -getattr(invoice, column)
        with pytest.raises(NothingToCorrect), transaction.atomic():
            correct_invoice(invoice_id=invoice.id, pieces={2: 1}, at=real_shop.at, by=real_shop.by)
        nothing_failed()
        assert_house_in_order()


class TestAnInvoiceByMail:
    def test_goes_out_with_the_file_that_is_kept(self, real_shop):
        invoice = ship(real_shop, real_shop.place((3, "LAMP")))[0]

        render_invoices(invoice_ids=[invoice.id])
        hear_news()
        render_invoices(invoice_ids=[invoice.id])
        hear_news()

        mail = Message.objects.get(kind="invoice_issued")
        assert mail.files == [Invoice.objects.get(id=invoice.id).pdf.sha256]
        assert invoice.number in mail.subject
        nothing_failed()

    def test_to_a_buyer_of_the_state_brings_the_xrechnung_too(self, real_shop):
        order = real_shop.place((3, "LAMP"))
        Customer.objects.filter(id=order.customer_id).update(buyer_reference="04011000-12345-03")
        LegalEntity.objects.update(email="rechnung@muster.example", phone="+49 221 12345")
        invoice = ship(real_shop, order)[0]

        render_invoices(invoice_ids=[invoice.id])
        hear_news()

        kept = Invoice.objects.get(id=invoice.id)
        assert Message.objects.get(kind="invoice_issued").files == [kept.pdf.sha256, kept.xml.sha256]
