"""What went wrong, mails, stock, invoices and the audit trail: shown, never changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from kontor.accounting.public import Debtor, Posting
from kontor.backoffice.admin.base import ShownAdmin
from kontor.backoffice.shown import change_text, who_text
from kontor.backoffice.typed import read_id
from kontor.inventory.public import Balance, StockMove
from kontor.invoicing.public import Invoice
from kontor.messaging.public import Message
from kontor.platform.models import AuditEntry, SetAside


@admin.register(SetAside)
class SetAsideAdmin(ShownAdmin):
    """Failed jobs, with retry."""

    list_display = ("event", "listener", "code", "reason", "attempts", "at", "buttons")
    list_filter = ("listener", "code")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SetAside]:
        """Show what is not settled."""
        return super().get_queryset(request).filter(settled_at=None).select_related("event")

    @display(description="")
    def buttons(self, kept: SetAside) -> SafeString:
        """Offer to try again."""
        return format_html(
            '<button class="k-button" form="k-post" formaction="{}">{}</button>',
            reverse("admin:failed_retry", args=[kept.id]), _("Retry"),
        )  # fmt: skip


@admin.register(Message)
class MessageAdmin(ShownAdmin):
    """The mailbox: what buyers were written."""

    list_display = ("subject", "recipient", "kind", "state", "written_at")
    list_filter = ("kind", "state", "language")
    search_fields = ("=recipient",)
    ordering = ("-id",)


@admin.register(Balance)
class BalanceAdmin(ShownAdmin):
    """The stock page."""

    list_display = ("sku_link", "article", "location", "on_hand", "reserved", "safety_stock", "available")
    list_display_links = None
    list_filter = ("location",)
    search_fields = ("sku__code__istartswith", "sku__product__name__icontains", "=sku__barcodes__code")
    list_select_related = ("sku__product", "location")
    ordering = ("sku__code", "location_id")

    @display(description=_("SKU"), ordering="sku__code")
    def sku_link(self, balance: Balance) -> SafeString:
        """Link to the page where it is booked."""
        link = reverse("admin:stock", args=[balance.sku_id])
        return format_html('<a class="k-strong" href="{}">{}</a>', link, balance.sku.code)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *rest: Any, **more: Any
    ) -> HttpResponse:
        """Show the stock of the article on a page of its own."""
        balance = Balance.objects.filter(id=read_id(object_id)).first()
        return redirect("admin:stock", balance.sku_id) if balance else redirect("admin:inventory_balance_changelist")

    @display(description=_("Article"))
    def article(self, balance: Balance) -> str:
        """Show the product's name."""
        return balance.sku.product.name

    @display(description=_("Available"))
    def available(self, balance: Balance) -> int:
        """Show what may still be promised here."""
        return max(0, balance.on_hand - balance.reserved - balance.safety_stock)


@admin.register(StockMove)
class StockMoveAdmin(ShownAdmin):
    """The stock ledger."""

    list_display = ("at", "sku", "location", "kind", "quantity", "cause", "by")
    list_filter = ("kind", "location")
    search_fields = ("=sku__code", "=cause")
    list_select_related = ("sku", "location")
    ordering = ("-id",)


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


@admin.register(AuditEntry)
class AuditEntryAdmin(ShownAdmin):
    """The audit trail."""

    list_display = ("at", "who", "verb", "subject", "key", "change")
    fields = ("at", "who", "verb", "subject", "key", "change")
    readonly_fields = ("who", "change")
    list_filter = ("verb", "subject")
    ordering = ("-id",)

    @display(description=_("By"), ordering="by")
    def who(self, entry: AuditEntry) -> str:
        """Show who it was."""
        return who_text(entry.by)

    @display(description=_("Change"))
    def change(self, entry: AuditEntry) -> str:
        """Show what it changed."""
        return change_text(entry.before, entry.after)
