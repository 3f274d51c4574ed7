"""Files: labels and invoices, checked against their hash."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from kontor.backoffice.access import needs
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
