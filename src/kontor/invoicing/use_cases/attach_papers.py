"""Attach the papers to their document."""

from __future__ import annotations

from datetime import datetime

from kontor.invoicing.events import PapersWritten
from kontor.invoicing.models import Invoice
from kontor.kernel.actor import Actor
from kontor.platform.files import store_file
from kontor.platform.outbox import publish


def attach_papers(*, invoice_id: int, pdf: bytes, xml: bytes, at: datetime, by: Actor) -> bool:
    """The first writing is kept for ever; a later one never replaces it. True where this was the first. Tells: PapersWritten."""
    invoice = Invoice.objects.select_for_update(no_key=True).get(id=invoice_id)
    if invoice.pdf_id is not None:
        return False
    invoice.pdf = store_file(pdf, name=f"{invoice.number}.pdf", media_type="application/pdf", at=at)
    invoice.xml = store_file(xml, name=f"{invoice.number}.xml", media_type="application/xml", at=at)
    invoice.save(update_fields=["pdf", "xml"])
    publish([PapersWritten(invoice.order_id, invoice.id)], at=at, by=by)
    return True
