"""Every issued document gets its paper, whatever signs it holds; one that cannot be written holds up no other, and is seen."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest
from django.db import connection, transaction
from pypdf import PdfReader

from builders import assert_house_in_order, hear_news, nothing_failed, walk_to_packed
from kontor.channels.tables import Channel
from kontor.flows.invoicing.papers import total_order, write_order_paper
from kontor.flows.warehouse.cancellation import cancel_pieces
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.invoicing.public import list_paper_failures, list_unwritten
from kontor.invoicing.tables import Invoice
from kontor.invoicing.tasks import find_lost_papers, render_invoices
from kontor.kernel.clock import read_clock
from kontor.kernel.typesetting import REPLACEMENT, typeset
from kontor.locations.tables import Location
from kontor.messaging.tables import Message
from kontor.payments.tables import Payment
from kontor.platform.keep.files import read_file

pytestmark = pytest.mark.django_db(transaction=True)


def address(name: str) -> dict[str, str]:
    return {
        "name": name,
        "street": "Weg 1",
        "postal_code": "50667",
        "city": "Köln",
        "country": "DE",
        "email": "b@example.org",
    }


def dispatched(shop, *orders) -> list[Invoice]:
    shipments = [shipment for order in orders for shipment in walk_to_packed(shop, order)]
    with transaction.atomic():
        dispatch_shipments(shipment_ids=shipments, at=shop.at, by=shop.by)
    hear_news()
    nothing_failed()
    return list(Invoice.objects.order_by("id"))


class TestTheVatOfAnOrder:
    def test_is_told_before_it_is_invoiced_as_the_invoice_tells_it(self, real_shop):
        """3 × 9.99 and 4.90 at one rate: line by line the VAT is another cent than of the sum, as the law reckons it."""
        lines = {"lines": [{"sku": "BOOK", "quantity": 3, "unit_price": "9.99"}]}
        charges = [{"kind": "shipping", "amount": "4.90"}, {"kind": "discount", "amount": "1.00"}]
        order = real_shop.place(charges=charges, **lines)
        hear_news()
        told = total_order(order.id)

        (invoice,) = dispatched(real_shop, order)

        assert (told.net, told.tax, told.rounding) == (invoice.net, invoice.tax, invoice.rounding)
        assert told.gross == order.gross == invoice.gross


class TestWhatIsLeft:
    def test_stands_on_a_confirmation_and_what_was_cancelled_does_not(self, real_shop):
        order = real_shop.place(
            (3, "LAMP"), (1, "VASE"), charges=[{"kind": "shipping", "amount": "4.90", "title": "Versand"}]
        )
        hear_news()
        line = order.lines.get(sku__code="LAMP")
        with transaction.atomic():
            cancel_pieces(order_id=order.id, pieces={line.id: 1}, reference="x", at=real_shop.at, by=real_shop.by)
        hear_news()

        told = total_order(order.id)
        _name, pdf = write_order_paper(order_id=order.id, kind="confirmation")
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)

        assert told.gross == Payment.objects.get().amount == order.gross - 10
        assert ("20,00" in text, "30,00" in text) == (True, False)


class TestAConfirmation:
    def text_of(self, order, kind: str) -> str:
        _name, pdf = write_order_paper(order_id=order.id, kind=kind)
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)

    def test_says_what_a_piece_costs_and_how_it_is_paid(self, real_shop):
        order = real_shop.place((3, "LAMP"), payment="prepayment")
        hear_news()

        text = self.text_of(order, "confirmation")

        assert [it in text for it in ("Einzelpreis", "10,00", "30,00", "Vorkasse")] == [True] * 4

    @pytest.mark.parametrize(("country", "told"), [("DE", False), ("CH", True)])
    def test_says_for_customs_only_where_there_is_one(self, real_shop, country, told):
        order = real_shop.place((1, "LAMP"), ship_to=address("Erika Muster") | {"country": country})
        hear_news()

        assert ("Zum Zoll" in self.text_of(order, "proforma")) is told

    def test_says_for_customs_where_the_goods_start_not_where_the_company_sits(self, real_shop):
        Location.objects.update(country="CH", street="Seestr. 1", city="Zürich", postal_code="8001")
        order = real_shop.place((1, "LAMP"), ship_to=address("Erika Muster") | {"country": "CH"})
        hear_news()

        assert "Zum Zoll" not in self.text_of(order, "proforma")


class TestNetPrices:
    def test_stand_on_the_invoice_as_they_were_agreed(self, real_shop):
        Channel.objects.update(prices_gross=False)
        order = real_shop.place(lines=[{"sku": "LAMP", "quantity": 7, "unit_price": "14.67"}])
        hear_news()

        (invoice,) = dispatched(real_shop, order)
        render_invoices(invoice_ids=[invoice.id])

        invoice.refresh_from_db()
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(read_file(invoice.pdf))).pages)
        assert [it in text for it in ("Einzelpreis netto", "14,67", "102,69")] == [True] * 3
        assert invoice.net == Decimal("102.69")


class TestAPaper:
    @pytest.mark.parametrize(
        "name",
        [
            "王小明",
            "かな カナ",
            "김철수",
            "สมชาย",
            "Eva 😀 und 🎁",
            "Ｆｕｌｌ　ｗｉｄｔｈ",
            "أحمد",
            "Δημήτρης",
            "a\u200db",
            "𝔉raktur",
            "❤️‍🔥",
        ],
    )
    def test_is_written_whatever_signs_it_holds(self, real_shop, name):
        """H4, B1: one such name, and no paper of its bundle was ever written."""
        orders = [real_shop.place((1, "LAMP"), ship_to=address(who)) for who in ("Erika Muster", name, "Max Muster")]
        invoices = dispatched(real_shop, *orders)

        render_invoices(invoice_ids=[invoice.id for invoice in invoices])

        assert [Invoice.objects.get(id=it.id).pdf_id is not None for it in invoices] == [True] * 3
        hear_news()
        assert Message.objects.filter(kind="invoice_issued").count() == 3
        for kind in ("confirmation", "proforma"):
            assert write_order_paper(order_id=orders[1].id, kind=kind, shipment_id=None)[1].startswith(b"%PDF")
        with pikepdf.open(BytesIO(read_file(Invoice.objects.get(id=invoices[1].id).pdf))) as document:
            assert "factur-x.xml" in document.attachments

    def test_of_a_title_with_a_control_character_is_written_and_valid(self, real_shop):
        """B2: goods left without an invoice, and no retry could ever work."""
        body = [{"sku": "LAMP", "quantity": 1, "unit_price": "10.00", "title": "Becher\x0bblau\ufffe"}]
        order = real_shop.place(lines=body)

        invoice = dispatched(real_shop, order)[0]
        render_invoices(invoice_ids=[invoice.id])

        assert order.lines.get().title == "Becher blau"
        assert Invoice.objects.get(id=invoice.id).pdf_id is not None

    def test_that_cannot_be_written_holds_up_no_other_is_seen_and_tried_again(self, real_shop):
        invoices = dispatched(real_shop, *(real_shop.place((1, "LAMP")) for _ in range(3)))
        content = invoices[1].content
        self.damage(invoices[1], {})

        render_invoices(invoice_ids=[invoice.id for invoice in invoices])

        assert [Invoice.objects.get(id=it.id).pdf_id is not None for it in invoices] == [True, False, True]
        later = read_clock() + timedelta(hours=1)
        failure = list_paper_failures(later)[0]
        assert (failure.number, failure.attempts) == (invoices[1].number, 1)
        assert failure.problem.startswith("KeyError")
        assert list_unwritten(later) == [invoices[1].id]

        self.damage(invoices[1], content)
        find_lost_papers.func(0)
        render_invoices(invoice_ids=list_unwritten(later))
        assert list_paper_failures(later) == []
        assert_house_in_order()

    def damage(self, invoice: Invoice, content: dict) -> None:
        """Change what was issued, past the trigger that refuses it."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SET session_replication_role = replica; UPDATE invoicing_invoice SET content = %s WHERE id = %s;"
                " SET session_replication_role = origin",
                [json.dumps(content), invoice.id],
            )


class TestTypesetting:
    def test_replaces_what_no_font_has_and_nothing_else(self):
        # A day of its own: two papers of two seconds differ in when they were made.
        template = b'#set document(date: datetime(year: 2026, month: 11, day: 26))\n#sys.inputs.at("x")'

        assert typeset(template, name="x", data={"a": "\U0001f381"}) == typeset(
            template, name="x", data={"a": REPLACEMENT}
        )

    @pytest.mark.parametrize("text", ["Eve \u202e\U0001f469\u200d\U0001f4bb", "\u202e\u200d", "\u2066\ufe0f\U000e0041"])
    def test_of_signs_that_are_not_seen_ends(self, text):
        """The message writes these by their numbers: what a buyer is called keeps no paper from being made."""
        assert typeset(b'#sys.inputs.at("x")', name="x", data={"a": text}).startswith(b"%PDF")

    def test_of_a_hundred_such_signs_ends(self):
        signs = "".join(chr(0x1F300 + n) for n in range(120))

        assert typeset(b'#sys.inputs.at("x")', name="x", data={"a": signs}).startswith(b"%PDF")
