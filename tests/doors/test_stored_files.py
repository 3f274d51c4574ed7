"""Files in the back office: who may see one is told by what it belongs to, and none of them is run by the browser."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client

from builders import hear_news, person, walk_to_packed
from kontor.access.tables import Role, User
from kontor.flows.warehouse.dispatch import dispatch_shipments
from kontor.invoicing.tables import Invoice
from kontor.invoicing.tasks import render_invoices
from kontor.platform.keep.files import store_file

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)


def colleague(*capabilities: str) -> Client:
    user = User.objects.create_user("bert", password="a long enough password", is_staff=True)
    user.roles.add(Role.objects.create(name="of bert", capabilities=list(capabilities)))
    client = Client()
    client.force_login(user, backend="kontor.config.backends.CapabilityBackend")
    return client


class TestAFile:
    @pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/xml", "text/javascript"])
    def test_that_a_browser_would_run_is_saved_and_of_no_type(self, media_type):
        stored = store_file(b"<script>alert(1)</script>", name="a\r\nb.html", media_type=media_type, at=NOW)

        answer = person("*").get(f"/office/file/{stored.sha256}/")

        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    def test_of_no_owner_is_for_who_may_see_the_machine(self):
        stored = store_file(b"%PDF-1.7", name="a.pdf", media_type="application/pdf", at=NOW)

        assert colleague("orders:*", "invoicing:*").get(f"/office/file/{stored.sha256}/").status_code == 403

    def test_of_an_invoice_is_closed_to_the_picker(self, paid_invoice):
        link = f"/office/file/{paid_invoice.pdf.sha256}/"

        assert colleague("fulfilment:*", "shipping:*").get(link).status_code == 403
        assert person("invoicing:read").get(link).headers["Content-Type"] == "application/pdf"


@pytest.fixture
def paid_invoice(real_shop):
    order = real_shop.place((1, "LAMP"))
    shipments = walk_to_packed(real_shop, order)
    hear_news()
    with transaction.atomic():
        dispatch_shipments(shipment_ids=shipments, at=real_shop.at, by=real_shop.by)
    hear_news()
    invoice = Invoice.objects.get(order=order)
    render_invoices(invoice_ids=[invoice.id])
    invoice.refresh_from_db()
    return invoice
