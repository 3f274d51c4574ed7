"""Attach the papers to their documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor.invoicing.events import PapersWritten
from kontor.invoicing.models import Invoice, PaperFailure
from kontor.kernel.actor import Actor
from kontor.platform.keep.files import store_file
from kontor.platform.post.outbox import publish


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it was written."""

    invoice_id: int
    pdf: bytes
    xml: bytes


def attach_papers(*, papers: Sequence[Paper], at: datetime, by: Actor) -> int:
    """The first writing is kept for ever; a later one never replaces it. Returns how many were the first.

    Tells: PapersWritten. Locks: the documents.
    """
    rows = Invoice.objects.select_for_update(no_key=True).in_bulk(sorted(paper.invoice_id for paper in papers))
    news = []
    for paper in papers:
        invoice = rows[paper.invoice_id]
        if invoice.pdf_id is None:
            invoice.pdf = store_file(paper.pdf, name=f"{invoice.number}.pdf", media_type="application/pdf", at=at)
            invoice.xml = store_file(paper.xml, name=f"{invoice.number}.xml", media_type="application/xml", at=at)
            invoice.save(update_fields=["pdf", "xml"])
            news.append(PapersWritten(invoice.order_id, invoice.id))
    PaperFailure.objects.filter(invoice_id__in=[paper.invoice_id for paper in papers]).delete()
    if news:
        publish(news, at=at, by=by)
    return len(news)
