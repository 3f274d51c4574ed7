"""Jobs of invoicing: render the paper after the commit."""

from __future__ import annotations

import json
from decimal import Decimal
from importlib.resources import files

import typst
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from django.db import close_old_connections, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from kontor.invoicing.public import RENDER_TASK, Invoice, attach_pdf
from kontor.kernel.address import address_from
from kontor.kernel.clock import read_clock

_WORDS = {
    "de": {
        "invoice": "Rechnung", "date": "Rechnungsdatum", "order": "Auftrag", "delivered": "Lieferdatum",
        "sku": "Artikelnr.", "article": "Artikel", "quantity": "Menge", "rate": "USt.", "amount": "Betrag",
        "net": "Nettobetrag", "total": "Gesamtbetrag", "vat_id": "USt-IdNr.", "contained": "enthaltene USt. {rate} %",
    },
    "en": {
        "invoice": "Invoice", "date": "Invoice date", "order": "Order", "delivered": "Date of supply",
        "sku": "SKU", "article": "Article", "quantity": "Quantity", "rate": "VAT", "amount": "Amount",
        "net": "Net amount", "total": "Total", "vat_id": "VAT id", "contained": "VAT included {rate} %",
    },
}  # fmt: skip


def render_invoice(invoice: Invoice) -> bytes:
    """Render an invoice as PDF/A from what was stored when it was issued."""
    language = invoice.language if invoice.language in _WORDS else "en"
    words = _WORDS[language]

    def money(amount: object) -> str:
        return format_currency(Decimal(str(amount)), invoice.currency, locale=language)

    def percent(rate: str) -> str:
        return format_decimal(Decimal(rate), format="#,##0.##", locale=language)

    seller = invoice.legal_entity
    data = {
        "number": invoice.number,
        "language": language,
        "words": words,
        "seller": {
            "name": seller.name, "street": seller.street, "postal_code": seller.postal_code, "city": seller.city,
            "vat_id": seller.vat_id, "bank": seller.bank,
        },
        "recipient": address_from(invoice.recipient).lines(),
        "date": format_date(invoice.issued_on, locale=language),
        "order": invoice.content["order"],
        "items": [
            {**item, "quantity": str(item["quantity"]), "rate": f"{percent(item['rate'])} %", "gross": money(item["gross"])}
            for item in invoice.content["items"]
        ],
        "rates": [
            {"label": words["contained"].format(rate=percent(rate["rate"])), "tax": money(rate["tax"])}
            for rate in invoice.content["rates"]
        ],
        "net": money(invoice.net),
        "gross": money(invoice.gross),
    }  # fmt: skip
    template = files("kontor.invoicing") / "templates" / "invoicing" / "invoice.typ"
    pdf: bytes = typst.compile(
        template.read_bytes(), format="pdf", sys_inputs={"invoice": json.dumps(data)}, pdf_standards=["a-3b"]
    )
    return pdf


@app.task(name=RENDER_TASK, queue="documents", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def render_invoices(invoice_ids: list[int]) -> None:
    """Render and attach the PDFs of issued invoices; what is attached already is left alone."""
    close_old_connections()
    for invoice in Invoice.objects.filter(id__in=invoice_ids, pdf=None).select_related("legal_entity").order_by("id"):
        content = render_invoice(invoice)
        with transaction.atomic():
            attach_pdf(invoice_id=invoice.id, content=content, at=read_clock())
