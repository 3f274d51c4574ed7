"""Call for the jobs of invoicing. A job's name, queue and key stand here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from kontor.platform.post.jobs import defer_job, defer_once

RENDER_TASK = "kontor.render_invoices"


def call_papers(invoice_ids: Sequence[int]) -> None:
    """The papers of documents are written."""
    defer_job(RENDER_TASK, queue="documents", invoice_ids=[*invoice_ids])


def call_lost_papers(invoice_ids: Sequence[int]) -> None:
    """The papers of documents are written, unless they are called for already."""
    defer_once(RENDER_TASK, queue="documents", key=f"papers:{invoice_ids[0]}", invoice_ids=[*invoice_ids])
