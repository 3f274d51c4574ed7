"""The tables of invoicing, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.invoicing.models import Invoice, PaperFailure, ReceivedInvoice

__all__ = [
    "Invoice",
    "PaperFailure",
    "ReceivedInvoice",
]
