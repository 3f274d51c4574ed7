"""Files: labels, invoices, statements, checked against their hash; who may see a file is told by what it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from kontor.accounting.tables import BookExport, DunningLetter
from kontor.backoffice.access import may, may_everywhere, needs
from kontor.backoffice.parts.printing import Paper
from kontor.backoffice.reach import is_divided, limits_of, reached, within
from kontor.backoffice.typed import MOST_ID
from kontor.catalog.tables import ProductPicture
from kontor.flows.invoicing.papers import PaperUnknown, write_order_paper
from kontor.invoicing.tables import Invoice, ReceivedInvoice
from kontor.kernel.errors import NotFound
from kontor.legal_entities.tables import LegalEntity
from kontor.orders.public import OrderState
from kontor.orders.tables import Order
from kontor.payments.tables import BankStatement, MoneyIntent
from kontor.platform.keep.files import FileDamaged, read_file
from kontor.platform.models import StoredFile
from kontor.shipping.tables import Parcel

# What a browser may show in our name; everything else is a file to be saved, of no type that it would run.
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg"})
# What such a page may do: nothing. A file of a stranger has no script, no frame and no form here.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_POLICY_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
# Where files hang, and the right that shows them.
_OWNERS: tuple[tuple[type[Model], tuple[str, ...], str], ...] = (
    (Parcel, ("pdf", "zpl"), "shipping:read"),
    (Invoice, ("pdf", "xml"), "invoicing:read"),
    (ReceivedInvoice, ("original", "xml", "attachments"), "invoicing:read"),
    (BankStatement, ("file",), "payments:read"),
    (MoneyIntent, ("file",), "payments:read"),
    (DunningLetter, ("file",), "accounting:read"),
    (BookExport, ("file",), "accounting:read"),
    (LegalEntity, ("logo",), "orders:read"),
    (ProductPicture, ("file",), "catalog:read"),
)


@needs("")
def download(request: HttpRequest, sha256: str) -> HttpResponse:
    """Send a stored file to whom its kind is open."""
    stored = StoredFile.objects.filter(sha256=sha256).first()
    if stored is None:
        raise Http404
    if not _is_open(request, stored):
        raise PermissionDenied
    try:
        return send_file(read_file(stored), name=stored.name, media_type=stored.media_type)
    except (NotFound, FileDamaged) as gone:
        raise Http404 from gone


def _is_open(request: HttpRequest, stored: StoredFile) -> bool:
    """Whether a file hangs on something that is open to the reader, and within his limits."""
    if may_everywhere(request, "platform:read"):
        return True
    for model, fields, capability in _OWNERS:
        limits = limits_of(request, capability)
        if not may(request, capability) or (limits and not is_divided(model, limits)):
            continue
        belongs = Q()
        for field in fields:
            belongs |= Q(**{field: stored.id})
        rows: QuerySet[Any] = model._default_manager.filter(belongs)
        if within(request, capability, rows).exists():
            return True
    return False


def send_file(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """Return a file as a response: shown where that is harmless, else to be saved, and inert in both cases."""
    shown = media_type in SHOWN
    response = HttpResponse(content, content_type=media_type if shown else "application/octet-stream")
    tidy = "".join(it for it in name if it.isprintable()) or "file"
    response["Content-Disposition"] = content_disposition_header(as_attachment=not shown, filename=tidy) or "attachment"
    response["Content-Security-Policy"] = _POLICY_PDF if media_type == "application/pdf" else _POLICY
    return response


@needs("orders:read")
def write_paper(request: HttpRequest, order_id: int, kind: str, shipment_id: int | None = None) -> HttpResponse:
    """Write a paper of an order and send it."""
    try:
        name, pdf = write_order_paper(order_id=order_id, kind=kind, shipment_id=shipment_id)
    except PaperUnknown as unknown:
        raise Http404 from unknown
    return send_file(pdf, name=name, media_type="application/pdf")


def find_papers(request: HttpRequest, order_ids: Sequence[int]) -> list[Paper]:
    """Return the invoices and labels of orders, as far as they are open to the reader; what is cancelled has no label."""
    found: list[Paper] = []
    if may(request, "invoicing:read"):
        rows = Invoice.objects.filter(order__in=reached(request, "invoicing:read", order_ids)).select_related("pdf")
        found += [Paper(it.order_id, it.id, it.pdf) for it in rows]
    if may(request, "shipping:read"):
        living = Order.objects.filter(id__in=reached(request, "shipping:read", order_ids)).exclude(
            state=OrderState.CANCELLED
        )
        parcels = Parcel.objects.filter(order_id__in=list(living.values_list("id", flat=True))).select_related("pdf")
        found += [Paper(it.order_id, MOST_ID + it.id, it.pdf) for it in parcels]
    return found
