"""Stock and its ledger: shown here, booked on pages of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from kontor.backoffice.base import ShownAdmin
from kontor.backoffice.typed import read_id
from kontor.inventory.tables import Balance, StockMove


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
