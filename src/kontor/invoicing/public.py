"""The front door of invoicing."""

from kontor.invoicing.errors import InvoiceInvalid, InvoiceUnknown, NothingToCorrect, NothingToInvoice
from kontor.invoicing.events import InvoiceIssued
from kontor.invoicing.models import DocumentKind, Invoice
from kontor.invoicing.queries import Standing, find_standing, get_invoice, list_invoices
from kontor.invoicing.rules import (
    REASONS,
    Fault,
    InvoiceItem,
    Seller,
    Sheet,
    build_einvoice,
    find_faults,
    language_of,
    read_record,
    settle,
    share_of,
    taken_back,
)
from kontor.invoicing.use_cases.attach_papers import attach_papers
from kontor.invoicing.use_cases.issue_invoices import RENDER_TASK, InvoiceDraft, issue_invoices

__all__ = [
    "REASONS",
    "RENDER_TASK",
    "DocumentKind",
    "Fault",
    "Invoice",
    "InvoiceDraft",
    "InvoiceInvalid",
    "InvoiceIssued",
    "InvoiceItem",
    "InvoiceUnknown",
    "NothingToCorrect",
    "NothingToInvoice",
    "Seller",
    "Sheet",
    "Standing",
    "attach_papers",
    "build_einvoice",
    "find_faults",
    "find_standing",
    "get_invoice",
    "issue_invoices",
    "language_of",
    "list_invoices",
    "read_record",
    "settle",
    "share_of",
    "taken_back",
]
