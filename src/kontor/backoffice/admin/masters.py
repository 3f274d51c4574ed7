"""Master data: edited in forms, with an audit trail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.messages import get_messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminURLInputWidget,
)

from kontor.access.public import ApiKey, GrantTooMuch, LastOwner, Role, User, check_grant, keep_owner, rights_of
from kontor.accounting.public import BaseRate, DayRate, DunningLevel, ExchangeRate
from kontor.backoffice.access import actor_of, refuse
from kontor.backoffice.admin.articles import KitPartForms, ProductForm, SkuForm
from kontor.backoffice.admin.base import MasterAdmin, ShownAdmin, TypedInline
from kontor.backoffice.refusals import refusal_text
from kontor.backoffice.typed import read_id
from kontor.catalog.public import Barcode, KitPart, Product, Sku
from kontor.channels.public import Channel, Listing
from kontor.customers.public import Customer, CustomerAddress, CustomerGroup, address_fingerprint, key_by_hand
from kontor.flows.market.offers import follow_prices
from kontor.inventory.public import ChannelBuffer
from kontor.kernel.address import address_from
from kontor.kernel.clock import read_clock
from kontor.kernel.money import CENT
from kontor.locations.public import ClosedDay, Location
from kontor.messaging.public import MessageTemplate
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.keep.pictures import MOST_BYTES, PictureRefused, store_picture
from kontor.platform.models import LegalEntity, TaxRegistration
from kontor.pricing.public import Price, PriceList, TaxRate
from kontor.sourcing.public import SourcingCosts, SourcingRule

# ------------------------------------------------------------------ masters


class SkuInline(TypedInline):
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
    list_display = ("name", "tax_class", "active")
    list_filter = ("tax_class", "active")
    search_fields = ("name",)
    inlines = (SkuInline,)


@admin.register(Sku)
class SkuAdmin(MasterAdmin):
    """SKUs with barcodes and recipes."""

    form = SkuForm
    list_display = (
        "code", "product", "variant", "amount", "cost", "weight_g", "bin", "is_kit", "stock",
    )  # fmt: skip
    list_filter = ("is_kit",)
    search_fields = ("code", "product__name", "barcodes__code")
    list_select_related = ("product",)
    autocomplete_fields = ("product",)
    inlines = (BarcodeInline, KitPartInline)

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


class AddressForm(forms.ModelForm):  # type: ignore[type-arg]
    """An address of a customer, known again by its place."""

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's
        """Note by what the address is known again."""
        told = {name: getattr(self.instance, name) for name in ("street", "postal_code", "city", "country")}
        self.instance.fingerprint = address_fingerprint(address_from(told))
        return super().save(commit)


class AddressInline(TypedInline):
    """Addresses of a customer."""

    model = CustomerAddress
    fields = ("street", "postal_code", "city", "country")

    def get_formset(self, request: HttpRequest, obj: Any = None, **more: Any) -> Any:
        """Give each address its fingerprint as it is saved."""
        return super().get_formset(request, obj, **more | {"form": AddressForm})


@admin.register(Customer)
class CustomerAdmin(MasterAdmin):
    """Customers."""

    list_display = ("name", "company", "email", "kind", "created_at")
    list_filter = ("kind", "group", "language")
    search_fields = ("name__istartswith", "=email", "company__istartswith")
    exclude = ("match_key", "created_at")
    inlines = (AddressInline,)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """A customer who is entered by hand is known by his mail, else as himself alone."""
        if not change:
            obj.created_at = read_clock()
            obj.match_key = key_by_hand(obj.email)
        super().save_model(request, obj, form, change)


@admin.register(CustomerGroup)
class CustomerGroupAdmin(MasterAdmin):
    """Customer groups."""

    list_display = ("code", "name")


class ClosedDayInline(TypedInline):
    """Closed days of a location."""

    model = ClosedDay


@admin.register(Location)
class LocationAdmin(MasterAdmin):
    """Locations."""

    list_display = ("code", "name", "kind", "city", "cut_off", "capacity_per_day", "parcel_cost", "active")
    inlines = (ClosedDayInline,)


class BufferInline(TypedInline):
    """Stock that a channel never offers."""

    model = ChannelBuffer
    autocomplete_fields = ("sku",)


@admin.register(Channel)
class ChannelAdmin(MasterAdmin):
    """Sales channels."""

    list_display = ("code", "name", "kind", "currency", "active")
    inlines = (BufferInline,)


@admin.register(Listing)
class ListingAdmin(MasterAdmin):
    """Listings."""

    list_display = ("channel", "channel_sku", "sku", "asked")
    list_filter = ("channel",)
    search_fields = ("channel_sku", "sku__code")
    autocomplete_fields = ("sku",)

    @admin.display(description=_("Price"), ordering="price")
    def asked(self, listing: Listing) -> str:
        """Show the price as the reader writes it."""
        return "" if listing.price is None else number_format(listing.price, decimal_pos=2)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Tell the channel its new price at once."""
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            follow_prices(listing_ids=[obj.pk])


@admin.register(SourcingRule)
class SourcingRuleAdmin(MasterAdmin):
    """Sourcing rules."""

    list_display = ("name", "location", "effect", "amount", "channel", "country", "sku", "active")
    autocomplete_fields = ("sku",)


admin.site.register(SourcingCosts, MasterAdmin)


class TaxRegistrationInline(TypedInline):
    """VAT ids of a legal entity abroad."""

    model = TaxRegistration


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


def _me(request: HttpRequest) -> User:
    """Return the person who asks, with what he may do before anything is changed."""
    return User.objects.prefetch_related("roles").get(username=request.user.get_username())


class KeepsOwner:
    """A form after which nobody could change users and roles is refused whole."""

    def changeform_view(self, request: HttpRequest, *rest: Any, **more: Any) -> HttpResponse:
        """Save it, or say why not."""
        try:
            with transaction.atomic():
                answer = super().changeform_view(request, *rest, **more)  # type: ignore[misc]
                if request.method == "POST":
                    keep_owner()
        except (LastOwner, GrantTooMuch) as refusal:
            list(get_messages(request))  # what was saved is not
            refuse(request, refusal)
            return redirect(request.path)
        return answer


@admin.register(User)
class KontorUserAdmin(KeepsOwner, UserAdmin, MasterAdmin):  # type: ignore[type-arg, misc]
    """Users and their roles."""

    form = UserChangeForm
    add_form = UserCreationForm
    # Whoever is added is to work here: he may log in, and what he may do his roles say.
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username",
                    "password1",
                    "password2",
                    "first_name",
                    "last_name",
                    "email",
                    "language",
                    "roles",
                ),
            },
        ),
    )
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "first_name", "last_name", "is_active", "last_login")
    list_filter = ("is_active", "roles")
    readonly_fields = ("new_password",)
    fieldsets = (
        (None, {"fields": ("username", "new_password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "language")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "roles")}),
    )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Let a new person in."""
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001
        """Give no more than one has, and change nobody who has more."""
        giver = _me(request)
        before = rights_of(form.instance)
        super().save_related(request, form, formsets, change)
        check_grant(giver, before | rights_of(form.instance))

    @admin.display(description=_("Password"))
    def new_password(self, user: User) -> SafeString:
        """Lead to the form that sets another one; the one there is shows nothing to anybody."""
        link = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a class="k-strong" href="{}">{}</a>', link, _("Set another password"))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        """Tick roles."""
        return super().formfield_for_manytomany(
            db_field, request, **{**more, "widget": UnfoldAdminCheckboxSelectMultipleWidget}
        )

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Set a password, and write down who did it."""
        owner = User.objects.filter(pk=read_id(id)).first()
        try:
            check_grant(_me(request), rights_of(owner) if owner else ())
        except GrantTooMuch as refusal:
            refuse(request, refusal)
            return redirect("admin:access_user_changelist")
        before = owner.password if owner else None
        answer = super().user_change_password(request, id, form_url)
        if before is not None and not User.objects.filter(pk=read_id(id), password=before).exists():
            record_changes(
                subject="user", verb="set_password", changes=[Change(read_id(id), None, None)], at=read_clock(),
                by=actor_of(request),
            )  # fmt: skip
        return answer


class RoleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A role; whoever may do all in a room may change it there."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        held = self.initial.get("capabilities") or []
        self.initial["capabilities"] = [name.replace(":*", ":write") for name in held]


@admin.register(Role)
class RoleAdmin(KeepsOwner, MasterAdmin):
    """Roles and what they open."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Put nothing into a role that one does not have, and touch none that holds more: it would be taken from others."""
        held = Role.objects.filter(pk=obj.pk).values_list("capabilities", flat=True).first() or []
        check_grant(_me(request), {*held, *obj.capabilities})
        super().save_model(request, obj, form, change)

    form = RoleForm
    list_display = ("name",)


@admin.register(ApiKey)
class ApiKeyAdmin(ShownAdmin):
    """API keys; they are made and revoked on the command line, where the secret is shown once."""

    list_display = ("name", "prefix", "capabilities", "created_at", "revoked_at")
    exclude = ("secret_hash",)
