"""The front door of invoicing."""

from kontor.invoicing.errors import InvoiceUnknown, NothingToInvoice
from kontor.invoicing.events import InvoiceIssued
from kontor.invoicing.models import Invoice
from kontor.invoicing.queries import list_invoices
from kontor.invoicing.rules import InvoiceItem, share_of, sum_items
from kontor.invoicing.use_cases.attach_pdf import attach_pdf
from kontor.invoicing.use_cases.issue_invoices import RENDER_TASK, InvoiceDraft, issue_invoices

__all__ = [
    "RENDER_TASK",
    "Invoice",
    "InvoiceDraft",
    "InvoiceIssued",
    "InvoiceItem",
    "InvoiceUnknown",
    "NothingToInvoice",
    "attach_pdf",
    "issue_invoices",
    "list_invoices",
    "share_of",
    "sum_items",
]
