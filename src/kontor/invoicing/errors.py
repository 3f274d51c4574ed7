"""The refusals of invoicing."""

from kontor.kernel.errors import NotFound, Refused


class InvoiceUnknown(NotFound):
    """There is no such invoice."""

    code = "invoicing.invoice_unknown"


class NothingToInvoice(Refused):
    """The shipment has nothing that an invoice could be issued for."""

    code = "invoicing.nothing_to_invoice"
