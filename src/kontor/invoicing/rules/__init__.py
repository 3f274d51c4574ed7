"""The pure heart of invoicing: what stands on a document, what it comes to, and whether it is a valid electronic invoice."""

from kontor.invoicing.rules.drafting import cap_margin, category_of, is_by_margin, keep_agreed, paid_of, reasons_of
from kontor.invoicing.rules.einvoice import Seller, Sheet, build_einvoice
from kontor.invoicing.rules.incoming import IncomingInvoice, read_incoming
from kontor.invoicing.rules.items import InvoiceItem, document_number
from kontor.invoicing.rules.letter import LetterSheet, letter_lines, write_letter
from kontor.invoicing.rules.record import read_record, record_sheet
from kontor.invoicing.rules.takebacks import choose_taken_back, follow_discounts, is_discount, measure_of, take_back
from kontor.invoicing.rules.totals import GroupKey, TaxGroup, Totals, standing_of, total_document
from kontor.invoicing.rules.validation import Fault, find_faults, find_missing_address
from kontor.invoicing.rules.words import REASONS, WORDS, language_of
from kontor.invoicing.rules.xrechnung import SCHEMES, find_cius_faults

__all__ = [
    "REASONS",
    "SCHEMES",
    "WORDS",
    "Fault",
    "GroupKey",
    "IncomingInvoice",
    "InvoiceItem",
    "LetterSheet",
    "Seller",
    "Sheet",
    "TaxGroup",
    "Totals",
    "build_einvoice",
    "cap_margin",
    "category_of",
    "choose_taken_back",
    "document_number",
    "find_cius_faults",
    "find_faults",
    "find_missing_address",
    "follow_discounts",
    "is_by_margin",
    "is_discount",
    "keep_agreed",
    "language_of",
    "letter_lines",
    "measure_of",
    "paid_of",
    "read_incoming",
    "read_record",
    "reasons_of",
    "record_sheet",
    "standing_of",
    "take_back",
    "total_document",
    "write_letter",
]
