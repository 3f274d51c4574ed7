"""Invoices, postings and debtors: shown, never changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import display

from kontor.accounting.tables import Debtor, Posting
from kontor.backoffice.base import ShownAdmin
from kontor.backoffice.typed import read_id
from kontor.invoicing.tables import Invoice


@admin.register(Invoice)
class InvoiceAdmin(ShownAdmin):
    """Invoices."""

    list_display = ("number", "kind", "order", "issued_at", "net", "tax", "gross", "currency", "due_on", "paper")
    list_filter = ("kind", "tax_case", "legal_entity", "year")
    search_fields = ("=number", "=order__number")
    list_select_related = ("order", "pdf")
    ordering = ("-id",)

    @display(description="PDF")
    def paper(self, invoice: Invoice) -> SafeString | str:
        """Link to the rendered paper."""
        if invoice.pdf is None:
            return "…"
        return format_html('<a class="k-strong" href="{}">PDF</a>', reverse("admin:file", args=[invoice.pdf.sha256]))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *rest: Any, **more: Any
    ) -> HttpResponse:
        """Show a document on a page of its own; none is added by hand."""
        number = read_id(object_id)
        return redirect("admin:invoice", number) if number else redirect("admin:invoicing_invoice_changelist")


@admin.register(Posting)
class PostingAdmin(ShownAdmin):
    """The books."""

    list_display = ("booked_on", "document", "debit", "credit", "amount", "tax", "rate", "tax_case", "text")
    list_filter = ("legal_entity", "tax_case", "booked_on")
    search_fields = ("=document", "text", "=order_id")
    ordering = ("-id",)


@admin.register(Debtor)
class DebtorAdmin(ShownAdmin):
    """Debtors."""

    list_display = ("number", "name", "legal_entity")
    search_fields = ("=number", "name")
    ordering = ("number",)
