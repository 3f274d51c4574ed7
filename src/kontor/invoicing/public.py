"""The front door of invoicing."""

from kontor.invoicing.calls import (
    call_papers,
)
from kontor.invoicing.documents import write_papers
from kontor.invoicing.errors import (
    InvoiceInvalid,
    InvoiceUnknown,
    NoElectronicInvoice,
    NothingToCorrect,
    NothingToInvoice,
    ReceivedBefore,
)
from kontor.invoicing.events import InvoiceDue, InvoiceIssued, PapersWritten
from kontor.invoicing.models import DocumentKind, Invoice, PaperFailure, ReceivedInvoice
from kontor.invoicing.queries import (
    InvoiceBalance,
    UnwrittenPaper,
    find_balance,
    get_invoice,
    list_invoices,
    list_paper_failures,
    list_unwritten,
)
from kontor.invoicing.rules import (
    REASONS,
    SCHEMES,
    WORDS,
    Fault,
    IncomingInvoice,
    InvoiceItem,
    LetterSheet,
    Seller,
    Sheet,
    build_einvoice,
    find_cius_faults,
    find_faults,
    follow_discounts,
    is_discount,
    language_of,
    read_incoming,
    read_record,
    settle,
    share_of,
    take_back,
    write_letter,
)
from kontor.invoicing.use_cases.attach_papers import Paper, attach_papers
from kontor.invoicing.use_cases.issue_invoices import InvoiceDraft, issue_invoices
from kontor.invoicing.use_cases.keep_received import keep_received
from kontor.invoicing.use_cases.note_paper_failures import note_paper_failures

__all__ = [
    "REASONS",
    "SCHEMES",
    "WORDS",
    "DocumentKind",
    "Fault",
    "IncomingInvoice",
    "Invoice",
    "InvoiceBalance",
    "InvoiceDraft",
    "InvoiceDue",
    "InvoiceInvalid",
    "InvoiceIssued",
    "InvoiceItem",
    "InvoiceUnknown",
    "LetterSheet",
    "NoElectronicInvoice",
    "NothingToCorrect",
    "NothingToInvoice",
    "Paper",
    "PaperFailure",
    "PapersWritten",
    "ReceivedBefore",
    "ReceivedInvoice",
    "Seller",
    "Sheet",
    "UnwrittenPaper",
    "attach_papers",
    "build_einvoice",
    "call_papers",
    "find_balance",
    "find_cius_faults",
    "find_faults",
    "follow_discounts",
    "get_invoice",
    "is_discount",
    "issue_invoices",
    "keep_received",
    "language_of",
    "list_invoices",
    "list_paper_failures",
    "list_unwritten",
    "note_paper_failures",
    "read_incoming",
    "read_record",
    "settle",
    "share_of",
    "take_back",
    "write_letter",
    "write_papers",
]
