"""The refusals of invoicing."""

from kontor.kernel.errors import NotFound, Refused


class InvoiceUnknown(NotFound):
    """There is no such invoice."""

    code = "invoicing.invoice_unknown"


class InvoiceInvalid(Refused):
    """The invoice breaks a rule of EN 16931 and was not issued; no number was used. The fact *remedy* says what to do."""

    code = "invoicing.invoice_invalid"


class NothingToCorrect(Refused):
    """Less of this invoice is left to be corrected than was asked for."""

    code = "invoicing.nothing_to_correct"


class NoElectronicInvoice(Refused):
    """The file is no electronic invoice that can be read; nothing was kept."""

    code = "invoicing.no_electronic_invoice"


class OwnDocument(Refused):
    """This invoice was issued by us; it is kept where it was issued."""

    code = "invoicing.own_document"


class ReceivedBefore(Refused):
    """This invoice of this seller is kept already."""

    code = "invoicing.received_before"


class PaperMissing(NotFound):
    """There is no such invoice, or it has no paper yet or none of this kind."""

    code = "invoicing.paper_missing"
