"""Files: labels and invoices, checked against their hash."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from kontor.backoffice.access import needs
from kontor.flows.papers import PaperUnknown, write_order_paper
from kontor.platform.files import read_file
from kontor.platform.models import StoredFile


@needs("orders:read")
def download(request: HttpRequest, sha256: str) -> HttpResponse:
    """Send a stored file."""
    stored = StoredFile.objects.filter(sha256=sha256).first()
    if stored is None:
        raise Http404
    response = HttpResponse(read_file(stored), content_type=stored.media_type)
    response["Content-Disposition"] = f'inline; filename="{stored.name}"'
    return response


@needs("orders:read")
def write_paper(request: HttpRequest, order_id: int, kind: str, shipment_id: int | None = None) -> HttpResponse:
    """Write a paper of an order and send it."""
    try:
        name, pdf = write_order_paper(order_id=order_id, kind=kind, shipment_id=shipment_id)
    except PaperUnknown as unknown:
        raise Http404 from unknown
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
