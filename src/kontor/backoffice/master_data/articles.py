"""Products and SKUs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.access import may
from kontor.backoffice.base import MasterAdmin, TypedInline
from kontor.backoffice.master_data.article_forms import KitPartForms, ProductForm, SkuForm
from kontor.catalog.tables import Barcode, KitPart, Product, Sku


class HidesCosts:
    """What an article costs us is for those to whom prices are open."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Leave the purchase price out of the form."""
        return _open_of(request, super().get_fields(request, obj))  # type: ignore[misc]


def _open_of(request: HttpRequest, names: Sequence[Any]) -> list[Any]:
    return [name for name in names if name not in ("purchase_price", "cost") or may(request, "pricing:read")]


class SkuInline(HidesCosts, TypedInline):
    """SKUs of a product."""

    model = Sku
    fields = ("code", "variant", "price", "purchase_price", "weight_g", "bin")


class KitPartInline(TypedInline):
    """The recipe of a kit."""

    model = KitPart
    formset = KitPartForms
    fk_name = "kit"
    autocomplete_fields = ("part",)


class BarcodeInline(TypedInline):
    """Barcodes of a SKU."""

    model = Barcode


@admin.register(Product)
class ProductAdmin(MasterAdmin):
    """Products."""

    form = ProductForm
    # All else stands on the page of the article.
    fields = ("name", "tax_class", "active")
    list_display = ("name", "tax_class", "active")
    list_filter = ("tax_class", "active")
    search_fields = ("name",)
    inlines = (SkuInline,)


@admin.register(Sku)
class SkuAdmin(HidesCosts, MasterAdmin):
    """SKUs with barcodes and recipes."""

    form = SkuForm
    fields = (
        "code", "product", "variant", "is_kit", "price", "purchase_price", "weight_g", "length_mm", "width_mm",
        "height_mm", "bin",
    )  # fmt: skip
    list_display = (
        "code", "product", "variant", "amount", "cost", "weight_g", "bin", "is_kit", "stock",
    )  # fmt: skip
    list_filter = ("is_kit",)
    search_fields = ("code", "product__name", "barcodes__code")
    list_select_related = ("product",)
    autocomplete_fields = ("product",)
    inlines = (BarcodeInline, KitPartInline)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Leave the column of what it costs out."""
        return _open_of(request, super().get_list_display(request))

    @admin.display(description=_("Price"), ordering="price")
    def amount(self, sku: Sku) -> str:
        """Show the price as the reader writes it."""
        return "" if sku.price is None else number_format(sku.price, decimal_pos=2)

    @admin.display(description=_("Purchase price"), ordering="purchase_price")
    def cost(self, sku: Sku) -> str:
        """Show what it costs us."""
        return "" if sku.purchase_price is None else number_format(sku.purchase_price, decimal_pos=2)

    @admin.display(description=_("Stock"))
    def stock(self, sku: Sku) -> SafeString:
        """Link to the page where it is booked in, corrected and counted."""
        link = reverse("admin:stock", args=[sku.id])
        return format_html('<a class="k-strong" href="{}">{}</a>', link, _("Book"))
