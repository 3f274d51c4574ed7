"""Jobs of invoicing: write the papers after the commit."""

from __future__ import annotations

import logging

from django.db import close_old_connections, transaction
from procrastinate.contrib.django import app

from kontor.invoicing.calls import RENDER_TASK, call_lost_papers
from kontor.invoicing.models import Invoice
from kontor.invoicing.public import (
    Paper,
    attach_papers,
    list_unwritten,
    note_paper_failures,
    read_record,
    write_papers,
)
from kontor.kernel.actor import SYSTEM
from kontor.kernel.clock import read_clock
from kontor.platform.keep.files import read_template
from kontor.platform.keep.pictures import draw_picture
from kontor.platform.post.jobs import UntilItGoes
from kontor.platform.sql.blame import is_house_trouble

log = logging.getLogger("kontor.papers")

# A merchant's own template of the paper, beside the built-in one.
OWN_TEMPLATE = "invoice.typ"
# So many documents are kept in one transaction; a worker that dies writes them again.
AT_ONCE = 20


def papers_of(invoice: Invoice) -> tuple[bytes, bytes]:
    """Return the papers of a document, from what was stored when it was issued, the merchant's template and his logo."""
    sheet = read_record(invoice.content, number=invoice.number)
    own, logo = read_template(OWN_TEMPLATE, invoice.legal_entity.code), draw_picture(sheet.seller.logo)
    return write_papers(sheet, language=invoice.language, own=own, logo=logo)


@app.task(name=RENDER_TASK, queue="documents", retry=UntilItGoes())
def render_invoices(invoice_ids: list[int]) -> None:
    """Write and attach the papers of issued documents, each by itself; what is attached already is left alone. One that cannot be
    written is noted with its reason and tried again; the others have theirs.
    """
    close_old_connections()
    waiting = list(
        Invoice.objects.filter(id__in=invoice_ids, pdf=None, imported=False)
        .select_related("legal_entity")
        .order_by("id")
    )
    for first in range(0, len(waiting), AT_ONCE):
        papers, failures = [], {}
        for invoice in waiting[first : first + AT_ONCE]:
            try:
                papers.append(Paper(invoice.id, *papers_of(invoice)))
            except Exception as failure:
                if is_house_trouble(failure):
                    raise
                log.error("the paper of invoice %s could not be written", invoice.number, exc_info=failure)
                failures[invoice.id] = f"{type(failure).__name__}: {failure}"[:2_000]
        with transaction.atomic():
            attach_papers(papers=papers, at=read_clock(), by=SYSTEM)
            note_paper_failures(problems=failures, at=read_clock())


@app.periodic(cron="*/5 * * * *")
@app.task(name="kontor.find_lost_papers", queue="sweep", queueing_lock="find_lost_papers")
def find_lost_papers(timestamp: int) -> None:
    """Every five minutes: call for the papers that are due and nobody wrote."""
    close_old_connections()
    for first in (waiting := list_unwritten(read_clock()))[::AT_ONCE]:
        ids = waiting[waiting.index(first) :][:AT_ONCE]
        call_lost_papers(ids)
