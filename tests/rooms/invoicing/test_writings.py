"""The first writing of a document is kept for ever; what others send is kept once."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from builders import hear_news, walk_to_packed
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.invoicing.documents import write_papers
from kontor.invoicing.errors import NoElectronicInvoice, OwnDocument, ReceivedBefore
from kontor.invoicing.public import build_einvoice, keep_received, read_record
from kontor.invoicing.tables import Invoice, ReceivedInvoice
from kontor.invoicing.use_cases.attach_papers import Paper, attach_papers
from kontor.platform.keep.files import read_file


@pytest.fixture
def invoice(shop) -> Invoice:
    dispatch_shipments(shipment_ids=walk_to_packed(shop, shop.place((1, "LAMP"))), at=shop.at, by=shop.by)
    hear_news()
    return Invoice.objects.get()


def test_attach_papers_keeps_the_first_writing(shop, invoice):
    first = attach_papers(papers=[Paper(invoice.id, b"%PDF first", b"<a/>")], at=shop.at, by=shop.by)
    later = attach_papers(papers=[Paper(invoice.id, b"%PDF later", b"<b/>")], at=shop.at, by=shop.by)

    invoice.refresh_from_db()
    assert (first, later, read_file(invoice.pdf)) == (1, 0, b"%PDF first")


class TestThePaper:
    """What a buyer reads, as the built-in template sets it."""

    def words(self, invoice: Invoice, **buyer: str) -> str:
        sheet = read_record(invoice.content, number="R-1")
        seller = replace(sheet.seller, contact="Erika Muster", email="info@example.org", bic="COLSDE33")
        pdf, _xml = write_papers(replace(sheet, seller=seller, buyer=replace(sheet.buyer, **buyer)), language="de")
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)

    @pytest.fixture
    def invoice(self, shop) -> Invoice:
        dispatch_shipments(shipment_ids=walk_to_packed(shop, shop.place((3, "LAMP"))), at=shop.at, by=shop.by)
        hear_news()
        return Invoice.objects.get()

    def test_says_what_one_piece_costs_and_who_manages_the_company(self, invoice):
        told = self.words(invoice)

        assert "Einzelpreis" in told
        assert "10,00\xa0€" in told
        assert "30,00\xa0€" in told
        assert "Geschäftsführung: Erika Muster" in told
        assert "info@example.org" in told

    def test_says_no_price_of_a_piece_that_nobody_agreed(self, invoice):
        sheet = read_record(invoice.content, number="R-1")
        uneven = tuple(replace(it, quantity=7) for it in sheet.items)
        pdf, _xml = write_papers(replace(sheet, items=uneven), language="de")

        told = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)

        assert "4,2" not in told
        assert "30,00\xa0€" in told

    def test_names_the_country_only_abroad(self, invoice):
        home, abroad = self.words(invoice).splitlines(), self.words(invoice, country="FR").splitlines()

        assert "DE" not in home
        assert "FRANKREICH" in abroad


class TestKeepReceived:
    def theirs(self, invoice: Invoice) -> bytes:
        sheet = read_record(invoice.content, number="R-1")
        return build_einvoice(replace(sheet, seller=replace(sheet.seller, vat_id="DE123456788")))

    def keep(self, shop, content: bytes) -> int:
        return keep_received(
            content=content, name="r.xml", legal_entity_id=shop.channel.legal_entity_id, at=shop.at, by=shop.by
        )

    def test_keeps_what_came_once(self, shop, invoice):
        kept = self.keep(shop, self.theirs(invoice))

        with pytest.raises(ReceivedBefore):
            self.keep(shop, self.theirs(invoice))
        assert (ReceivedInvoice.objects.get().id, ReceivedInvoice.objects.get().seller_vat_id) == (kept, "DE123456788")

    def test_takes_no_document_of_our_own_and_nothing_that_is_none(self, shop, invoice):
        with pytest.raises(OwnDocument):
            self.keep(shop, self.theirs(invoice).replace(b"DE123456788", b"DE 136 695 976"))
        with pytest.raises(NoElectronicInvoice):
            self.keep(shop, b"<html/>")
        assert ReceivedInvoice.objects.count() == 0
