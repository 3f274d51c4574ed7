"""What papers look like: a logo and a footer for each legal entity, and templates of its own."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from builders import hear_news, nothing_failed, person, walk_to_packed
from kontor.flows.invoicing.papers import write_order_paper
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.invoicing.tables import Invoice
from kontor.invoicing.tasks import papers_of
from kontor.legal_entities.tables import LegalEntity
from kontor.platform.keep.files import store_file
from kontor.platform.keep.pictures import PictureRefused, store_picture
from kontor.platform.start.environment import home

pytestmark = pytest.mark.django_db(transaction=True)


def a_png(width: int = 8, height: int = 4) -> bytes:
    """A red picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\x00" + b"\xff\x00\x00" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )  # fmt: skip


def pictures(pdf: bytes) -> list[tuple[int, int]]:
    with pikepdf.open(BytesIO(pdf)) as document:
        images = [it for it in document.objects if isinstance(it, pikepdf.Stream) and it.get("/Subtype") == "/Image"]
        return [(int(it.Width), int(it.Height)) for it in images]


def an_invoice(shop) -> Invoice:
    order = shop.place((1, "LAMP"))
    shipments = walk_to_packed(shop, order)
    hear_news()
    with transaction.atomic():
        dispatch_shipments(shipment_ids=shipments, at=shop.at, by=shop.by)
    hear_news()
    nothing_failed()
    return Invoice.objects.get(order=order)


class TestALogo:
    def test_stands_on_invoices_and_letters_of_its_legal_entity(self, real_shop):
        logo = store_picture(a_png(), name="logo.png", at=real_shop.at)
        LegalEntity.objects.update(logo=logo, footer="Geschäftsführung: A. Muster")

        invoice = an_invoice(real_shop)
        pdf, _ = papers_of(invoice)
        _, letter = write_order_paper(order_id=invoice.order_id, kind="confirmation")

        assert pictures(pdf) == [(8, 4)]
        assert pictures(letter) == [(8, 4)]
        assert invoice.content["seller"]["footer"] == "Geschäftsführung: A. Muster"

    def test_of_today_changes_no_invoice_of_yesterday(self, real_shop):
        invoice = an_invoice(real_shop)
        LegalEntity.objects.update(logo=store_picture(a_png(), name="logo.png", at=real_shop.at))

        assert pictures(papers_of(invoice)[0]) == []

    @pytest.mark.parametrize(
        "content",
        [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", a_png(4_001, 1), a_png() + b"x" * 500_000, a_png(100, 50)[:60]],
    )
    def test_that_is_no_picture_or_too_large_is_refused(self, real_shop, content):
        with pytest.raises(PictureRefused):
            store_picture(content, name="logo.png", at=real_shop.at)

    def test_is_uploaded_in_the_form_of_the_legal_entity(self, real_shop):
        client, entity = person("*"), LegalEntity.objects.get()
        url = f"/office/legal_entities/legalentity/{entity.id}/change/"
        page = client.get(url)
        form = page.context["adminform"].form
        sent = {name: value for name, value in form.initial.items() if value not in (None, False, "")}
        sent |= {"registrations-TOTAL_FORMS": 0, "registrations-INITIAL_FORMS": 0}

        bad = client.post(url, {**sent, "logo_file": SimpleUploadedFile("x.png", b"no")})
        good = client.post(url, {**sent, "logo_file": SimpleUploadedFile("x.png", a_png())})

        assert (bad.status_code, good.status_code) == (200, 302), bad.content.decode()[:500]
        assert LegalEntity.objects.get().logo.name == "x.png"

    def test_that_cannot_be_drawn_keeps_no_invoice_from_its_buyer(self, real_shop):
        broken = store_file(a_png(100, 50)[:60], name="logo.png", media_type="image/png", at=real_shop.at)
        LegalEntity.objects.update(logo=broken)
        invoice = an_invoice(real_shop)

        pdf, _ = papers_of(invoice)

        assert pictures(pdf) == []


class TestATemplate:
    def test_of_a_legal_entity_comes_before_that_of_the_house(self, real_shop):
        folder = Path(home()) / "templates" / "MU"
        folder.mkdir(parents=True, exist_ok=True)
        template = folder / "letter.typ"
        template.write_text('#set document(title: "Eigenes Blatt")\nEigenes Blatt')
        try:
            order = real_shop.place((1, "LAMP"))
            _, letter = write_order_paper(order_id=order.id, kind="confirmation")
        finally:
            template.unlink()

        with pikepdf.open(BytesIO(letter)) as document:
            assert str(document.open_metadata().get("dc:title")) == "Eigenes Blatt"
