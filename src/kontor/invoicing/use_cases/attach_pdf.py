"""Attach the rendered PDF to its invoice."""

from __future__ import annotations

from datetime import datetime

from kontor.invoicing.models import Invoice
from kontor.platform.files import store_file


def attach_pdf(*, invoice_id: int, content: bytes, at: datetime) -> bool:
    """The first rendering is kept for ever; a later one never replaces it. True where this was the first."""
    invoice = Invoice.objects.select_for_update(no_key=True).get(id=invoice_id)
    if invoice.pdf_id is not None:
        return False
    invoice.pdf = store_file(content, name=f"{invoice.number}.pdf", media_type="application/pdf", at=at)
    invoice.save(update_fields=["pdf"])
    return True
