"""Papers and books in the back office: one click from the order to its invoice, its posting and the file for the tax adviser."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from pypdf import PdfReader

from builders import hear_news, person, walk_to_packed
from kontor.accounting.tables import BookExport, Posting
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.fulfilment.tables import Shipment
from kontor.invoicing.tables import Invoice, ReceivedInvoice
from kontor.invoicing.tasks import render_invoices
from kontor.legal_entities.tables import LegalEntity
from kontor.platform.keep.files import read_file

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def invoice(real_shop):
    order = real_shop.place((2, "LAMP"), (1, "VASE"))
    shipments = walk_to_packed(real_shop, order)
    hear_news()
    with transaction.atomic():
        dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
    hear_news()
    found = Invoice.objects.get(order=order)
    render_invoices(invoice_ids=[found.id])
    LegalEntity.objects.update(datev_consultant=1001, datev_client=456)
    return found


def links_of(page: str) -> set[str]:
    return set(re.findall(r'href="(/office/[^"?#]+)', page))


class TestTheOrderPage:
    def test_leads_to_invoice_paper_posting_and_books_by_one_click_each(self, invoice):
        client = person("*")

        page = client.get(f"/office/order/{invoice.order_id}/").content.decode()

        invoice.refresh_from_db()
        assert links_of(page) >= {
            f"/office/invoice/{invoice.id}/", f"/office/file/{invoice.pdf.sha256}/", f"/office/file/{invoice.xml.sha256}/",
            *(f"/office/books/posting/{it.id}/" for it in Posting.objects.filter(order_id=invoice.order_id)),
        }  # fmt: skip
        for link in links_of(page):
            assert client.get(link).status_code in (200, 302), link


class TestThePostingPage:
    def test_shows_the_line_that_goes_to_datev(self, invoice):
        posting = Posting.objects.get(source_kind="paper", source_id=invoice.id)

        page = person("accounting:read").get(f"/office/books/posting/{posting.id}/").content.decode()

        assert "Umsatz (ohne Soll/Haben-Kz)" in page
        assert "<code>30,00</code>" in page
        assert f"<code>{posting.credit}</code>" in page
        assert posting.digest in page
        assert person_without_rights().get(f"/office/books/posting/{posting.id}/").status_code == 403


def person_without_rights():
    from kontor.access.tables import Role, User

    user = User.objects.create_user("bert", password="a long enough password", is_staff=True)
    user.roles.add(Role.objects.create(name="picker", capabilities=["fulfilment:*"]))
    client = Client()
    client.force_login(user, backend="kontor.config.backends.CapabilityBackend")
    return client


class TestTheInvoicePage:
    def test_says_how_it_is_taxed_and_how_it_was_posted(self, invoice):
        page = person("*").get(f"/office/invoice/{invoice.id}/").content.decode()

        assert invoice.number in page
        assert str(Posting.objects.filter(source_kind="paper", source_id=invoice.id).first().credit) in page
        assert "Inland" in page or "Domestic" in page

    def test_takes_back_pieces_and_then_the_rest(self, invoice):
        client = person("*")

        client.post(f"/office/invoice/{invoice.id}/take-back/", {"place-1": "1", "place-2": "0"})
        client.post(f"/office/invoice/{invoice.id}/take-back/", {"whole": "1", "place-1": "0", "place-2": "0"})
        again = client.post(f"/office/invoice/{invoice.id}/take-back/", {"whole": "1"}, follow=True)

        papers = list(Invoice.objects.filter(corrects=invoice).order_by("id"))
        assert [(paper.kind, paper.gross) for paper in papers] == [("correction", -10), ("correction", -20)]
        assert again.status_code == 200

    def test_is_closed_to_whom_no_role_allows_it(self, invoice):
        client = person("orders:read")

        assert client.get(f"/office/invoice/{invoice.id}/").status_code == 403
        assert client.post(f"/office/invoice/{invoice.id}/take-back/", {"whole": "1"}).status_code == 403
        assert client.get("/office/books/").status_code == 403
        assert Invoice.objects.count() == 1

    def test_of_an_unknown_invoice_says_so(self, invoice):
        assert person("*").get("/office/invoice/999999/").status_code == 404


class TestTheBooksPage:
    def test_hands_out_the_file_of_a_period_and_keeps_it(self, invoice):
        client = person("*")
        period = {"first": "2026-11-01", "last": "2026-11-30"}

        shown = client.get("/office/books/", period).content.decode()
        done = client.post(
            "/office/books/export/",
            {**period, "legal_entity": str(invoice.legal_entity_id), "kind": "postings"}, follow=True,
        )  # fmt: skip

        assert "8400" in shown
        assert done.content.startswith(b'"EXTF";700;21;')
        assert BookExport.objects.get().rows == Posting.objects.count()

    def test_refuses_a_period_of_two_years_with_the_reason(self, invoice):
        sent = {
            "first": "2026-11-01", "last": "2027-01-30", "legal_entity": str(invoice.legal_entity_id), "kind": "postings",
        }  # fmt: skip

        answer = person("*").post("/office/books/export/", sent, follow=True)

        assert "eines Wirtschaftsjahres" in answer.content.decode()
        assert not BookExport.objects.exists()


class TestAReceivedInvoice:
    def test_is_taken_in_shown_and_kept_once(self, real_shop, invoice):
        client = person("invoicing:read", "invoicing:write")
        ours = read_file(Invoice.objects.get(id=invoice.id).xml)
        xml = ours.replace(real_shop.channel.legal_entity.vat_id.encode(), b"DE123456788")
        entity = str(real_shop.channel.legal_entity_id)

        def send():
            file = SimpleUploadedFile("rechnung.xml", xml)
            return client.post("/office/received/take/", {"file": file, "legal_entity": entity}, follow=True)

        first, second = send().content.decode(), send().content.decode()
        kept = ReceivedInvoice.objects.get()

        assert invoice.number in first
        assert "Tischlampe" in first
        assert invoice.number in second
        assert (kept.gross, kept.faults, kept.syntax) == (invoice.gross, [], "CII")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            ReceivedInvoice.objects.update(gross=1)

    @pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "1e400", "1e20"])
    def test_with_an_amount_that_is_none_is_refused_by_name(self, real_shop, invoice, amount):
        client = person("invoicing:read", "invoicing:write")
        xml = read_file(Invoice.objects.get(id=invoice.id).xml)
        total = re.search(rb"<ram:GrandTotalAmount[^>]*>([^<]+)<", xml)
        file = SimpleUploadedFile("r.xml", xml.replace(total[0], total[0].replace(total[1], amount.encode())))

        page = client.post(
            "/office/received/take/",
            {"file": file, "legal_entity": str(real_shop.channel.legal_entity_id)},
            follow=True,
        )

        assert page.status_code == 200
        assert not ReceivedInvoice.objects.exists()

    def test_that_is_a_picture_changes_nothing(self, real_shop):
        client = person("invoicing:read", "invoicing:write")

        page = client.post(
            "/office/received/take/",
            {
                "file": SimpleUploadedFile("x.pdf", b"%PDF-1.4 nothing"),
                "legal_entity": str(real_shop.channel.legal_entity_id),
            },
            follow=True,
        )

        assert "beschädigt" in page.content.decode()
        assert not ReceivedInvoice.objects.exists()


class TestThePapersOfAnOrder:
    @pytest.mark.parametrize(
        ("kind", "words"), [("confirmation", "Auftragsbestätigung"), ("proforma", "Proforma-Rechnung")]
    )
    def test_are_written_when_asked_for(self, real_shop, invoice, kind, words):
        client = person("orders:read")

        answer = client.get(f"/office/order/{invoice.order_id}/paper/{kind}/")

        assert answer.content.startswith(b"%PDF")
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        assert words in text
        assert "Tischlampe" in text
        assert "30,00" in text

    def test_a_delivery_note_shows_pieces_and_no_prices(self, real_shop, invoice):
        client = person("orders:read")
        shipment = Shipment.objects.get(order_id=invoice.order_id)

        answer = client.get(f"/office/order/{invoice.order_id}/paper/delivery/{shipment.id}/")

        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        assert "Lieferschein" in text
        assert "Tischlampe" in text
        assert "30,00" not in text

    def test_that_is_none_is_not_found(self, real_shop, invoice):
        assert person("orders:read").get(f"/office/order/{invoice.order_id}/paper/love-letter/").status_code == 404
