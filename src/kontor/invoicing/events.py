"""News from invoicing."""

from __future__ import annotations

from dataclasses import dataclass

from kontor.kernel.news import OrderNews


@dataclass(frozen=True, slots=True)
class InvoiceDue(OrderNews):
    """The order is to be invoiced now, before anything of it leaves."""


@dataclass(frozen=True, slots=True)
class InvoiceIssued(OrderNews):
    """An invoice has its number and will not change any more."""

    invoice_id: int


@dataclass(frozen=True, slots=True)
class PapersWritten(OrderNews):
    """The papers of a document are written and will not be written again."""

    invoice_id: int
