"""Master data: edited in forms, with an audit trail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminURLInputWidget

from kontor.access.public import ApiKey, Role, User
from kontor.accounting.public import BaseRate, DayRate, DunningLevel, ExchangeRate
from kontor.backoffice.admin.base import MasterAdmin, ShownAdmin
from kontor.backoffice.refusals import refusal_text
from kontor.catalog.public import Barcode, KitPart, Product, Sku
from kontor.channels.public import Channel, Listing
from kontor.customers.public import Customer, CustomerAddress, CustomerGroup
from kontor.inventory.public import ChannelBuffer
from kontor.kernel.clock import read_clock
from kontor.kernel.money import CENT
from kontor.locations.public import ClosedDay, Location
from kontor.messaging.public import MessageTemplate
from kontor.platform.models import LegalEntity, TaxRegistration
from kontor.platform.pictures import MOST_BYTES, PictureRefused, store_picture
from kontor.pricing.public import Price, PriceList, TaxRate
from kontor.sourcing.public import SourcingCosts, SourcingRule

# ------------------------------------------------------------------ masters


class SkuInline(TabularInline):
    """SKUs of a product."""

    model = Sku
    extra = 0
    fields = ("code", "variant", "price", "purchase_price", "weight_g", "bin")


class KitPartInline(TabularInline):
    """The recipe of a kit."""

    model = KitPart
    fk_name = "kit"
    extra = 0
    autocomplete_fields = ("part",)


class BarcodeInline(TabularInline):
    """Barcodes of a SKU."""

    model = Barcode
    extra = 0


@admin.register(Product)
class ProductAdmin(MasterAdmin):
    """Products."""

    list_display = ("name", "tax_class", "active")
    list_filter = ("tax_class", "active")
    search_fields = ("name",)
    inlines = (SkuInline,)


@admin.register(Sku)
class SkuAdmin(MasterAdmin):
    """SKUs with barcodes and recipes."""

    list_display = ("code", "product", "variant", "price", "purchase_price", "weight_g", "bin", "is_kit")
    list_filter = ("is_kit",)
    search_fields = ("code", "product__name", "barcodes__code")
    list_select_related = ("product",)
    autocomplete_fields = ("product",)
    inlines = (BarcodeInline, KitPartInline)


class AddressInline(TabularInline):
    """Addresses of a customer."""

    model = CustomerAddress
    extra = 0
    fields = ("street", "postal_code", "city", "country")


@admin.register(Customer)
class CustomerAdmin(MasterAdmin):
    """Customers."""

    list_display = ("name", "company", "email", "kind", "created_at")
    list_filter = ("kind", "group", "language")
    search_fields = ("name__istartswith", "=email", "company__istartswith")
    exclude = ("match_key",)
    readonly_fields = ("created_at",)
    inlines = (AddressInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Customers come with their orders."""
        return False


@admin.register(CustomerGroup)
class CustomerGroupAdmin(MasterAdmin):
    """Customer groups."""

    list_display = ("code", "name")


class ClosedDayInline(TabularInline):
    """Closed days of a location."""

    model = ClosedDay
    extra = 0


@admin.register(Location)
class LocationAdmin(MasterAdmin):
    """Locations."""

    list_display = ("code", "name", "kind", "city", "cut_off", "capacity_per_day", "parcel_cost", "active")
    inlines = (ClosedDayInline,)


class BufferInline(TabularInline):
    """Stock that a channel never offers."""

    model = ChannelBuffer
    extra = 0
    autocomplete_fields = ("sku",)


@admin.register(Channel)
class ChannelAdmin(MasterAdmin):
    """Sales channels."""

    list_display = ("code", "name", "kind", "currency", "active")
    inlines = (BufferInline,)


@admin.register(Listing)
class ListingAdmin(MasterAdmin):
    """Listings."""

    list_display = ("channel", "channel_sku", "sku")
    list_filter = ("channel",)
    search_fields = ("channel_sku", "sku__code")
    autocomplete_fields = ("sku",)


@admin.register(SourcingRule)
class SourcingRuleAdmin(MasterAdmin):
    """Sourcing rules."""

    list_display = ("name", "location", "effect", "amount", "channel", "country", "sku", "active")
    autocomplete_fields = ("sku",)


admin.site.register(SourcingCosts, MasterAdmin)


class TaxRegistrationInline(TabularInline):
    """VAT ids of a legal entity abroad."""

    model = TaxRegistration
    extra = 0


class LegalEntityForm(forms.ModelForm):  # type: ignore[type-arg]
    """A legal entity with its logo as a file."""

    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", widget=UnfoldAdminURLInputWidget
    )
    logo_file = forms.FileField(label=_("Logo (PNG)"), required=False, widget=UnfoldAdminFileFieldWidget)

    class Meta:
        """All but the logo, which comes as a file."""

        model = LegalEntity
        exclude = ("logo",)

    def clean_logo_file(self) -> Any:
        """Refuse what cannot be put on a paper, before anything is saved."""
        sent = self.cleaned_data.get("logo_file")
        if sent:
            try:
                self.instance.logo = store_picture(sent.read(MOST_BYTES + 1), name=sent.name, at=read_clock())
            except PictureRefused as refusal:
                raise forms.ValidationError(refusal_text(refusal)) from None
        return sent


@admin.register(LegalEntity)
class LegalEntityAdmin(MasterAdmin):
    """Legal entities."""

    form = LegalEntityForm
    inlines = (TaxRegistrationInline,)


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


@admin.register(DunningLevel)
class DunningLevelAdmin(MasterAdmin):
    """Levels of reminders."""

    list_display = ("legal_entity", "level", "days_after", "days_to_pay", "fee", "interest", "lump_sum")


@admin.register(BaseRate)
class BaseRateAdmin(MasterAdmin):
    """Base rates of the half-years."""

    list_display = ("from_on", "rate")


@admin.register(MessageTemplate)
class MessageTemplateAdmin(MasterAdmin):
    """Message templates."""

    list_display = ("kind", "language", "subject")


@admin.register(User)
class KontorUserAdmin(UserAdmin, MasterAdmin):  # type: ignore[type-arg]
    """Users and their roles."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "first_name", "last_name", "is_active", "last_login")
    list_filter = ("is_active", "roles")
    filter_horizontal = ("roles",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "language")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "roles")}),
    )


admin.site.register(Role, MasterAdmin)


@admin.register(ApiKey)
class ApiKeyAdmin(ShownAdmin):
    """API keys; they are made and revoked on the command line, where the secret is shown once."""

    list_display = ("name", "prefix", "capabilities", "created_at", "revoked_at")
    exclude = ("secret_hash",)
