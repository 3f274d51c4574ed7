"""The front door of invoicing."""

from kontor.invoicing.errors import (
    InvoiceInvalid,
    InvoiceUnknown,
    NoElectronicInvoice,
    NothingToCorrect,
    NothingToInvoice,
    ReceivedBefore,
)
from kontor.invoicing.events import InvoiceIssued, PapersWritten
from kontor.invoicing.models import DocumentKind, Invoice, ReceivedInvoice
from kontor.invoicing.queries import Standing, find_standing, get_invoice, list_invoices
from kontor.invoicing.rules import (
    REASONS,
    WORDS,
    Fault,
    IncomingInvoice,
    InvoiceItem,
    LetterSheet,
    Seller,
    Sheet,
    build_einvoice,
    find_faults,
    language_of,
    read_incoming,
    read_record,
    settle,
    share_of,
    taken_back,
    write_letter,
)
from kontor.invoicing.use_cases.attach_papers import Paper, attach_papers
from kontor.invoicing.use_cases.issue_invoices import RENDER_TASK, InvoiceDraft, issue_invoices
from kontor.invoicing.use_cases.keep_received import keep_received

__all__ = [
    "REASONS",
    "RENDER_TASK",
    "WORDS",
    "DocumentKind",
    "Fault",
    "IncomingInvoice",
    "Invoice",
    "InvoiceDraft",
    "InvoiceInvalid",
    "InvoiceIssued",
    "InvoiceItem",
    "InvoiceUnknown",
    "LetterSheet",
    "NoElectronicInvoice",
    "NothingToCorrect",
    "NothingToInvoice",
    "Paper",
    "PapersWritten",
    "ReceivedBefore",
    "ReceivedInvoice",
    "Seller",
    "Sheet",
    "Standing",
    "attach_papers",
    "build_einvoice",
    "find_faults",
    "find_standing",
    "get_invoice",
    "issue_invoices",
    "keep_received",
    "language_of",
    "list_invoices",
    "read_incoming",
    "read_record",
    "settle",
    "share_of",
    "taken_back",
    "write_letter",
]
