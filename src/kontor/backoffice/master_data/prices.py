"""Prices, VAT rates and exchange rates."""

from __future__ import annotations

from django.contrib import admin
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from kontor.accounting.tables import DayRate, ExchangeRate
from kontor.backoffice.base import MasterAdmin
from kontor.kernel.money import CENT
from kontor.pricing.tables import Price, PriceList, TaxRate


@admin.register(TaxRate)
class TaxRateAdmin(MasterAdmin):
    """VAT rates."""

    list_display = ("country", "tax_class", "rate", "valid_from", "valid_to")
    list_filter = ("tax_class",)
    search_fields = ("=country",)
    ordering = ("country", "tax_class", "-valid_from")


@admin.register(PriceList)
class PriceListAdmin(MasterAdmin):
    """Price lists."""

    list_display = ("code", "name", "group", "currency", "gross", "active")


@admin.register(Price)
class PriceAdmin(MasterAdmin):
    """Prices of lists, with tiers and periods."""

    list_display = ("sku", "price_list", "from_quantity", "price", "valid_from", "valid_to")
    list_filter = ("price_list",)
    list_select_related = ("sku", "price_list")
    search_fields = ("sku__code",)
    autocomplete_fields = ("sku",)
    ordering = ("sku__code", "price_list", "from_quantity", "-valid_from")

    @admin.display(description=_("Price"), ordering="amount")
    def price(self, price: Price) -> str:
        """Show fractions of a cent only where there are some."""
        whole = price.amount == price.amount.quantize(CENT)
        return number_format(price.amount, decimal_pos=2 if whole else 4)


@admin.register(ExchangeRate)
class ExchangeRateAdmin(MasterAdmin):
    """Exchange rates of the months."""

    list_display = ("currency", "month_on", "per_euro")
    list_filter = ("currency",)


@admin.register(DayRate)
class DayRateAdmin(MasterAdmin):
    """Exchange rates of days, for the OSS return."""

    list_display = ("currency", "on", "per_euro")
    list_filter = ("currency",)
