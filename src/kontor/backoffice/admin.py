"""Lists and forms of the back office (Unfold): master data is edited here, everything else is shown here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from kontor.access.public import ApiKey, Role, User
from kontor.backoffice.access import actor_of
from kontor.catalog.public import Barcode, KitPart, Product, Sku
from kontor.channels.public import Channel, InboundMessage, Listing, MessageState
from kontor.customers.public import Customer, CustomerAddress
from kontor.flows.cancellation import cancel_whole_order
from kontor.inventory.public import Balance, ChannelBuffer, StockMove
from kontor.invoicing.public import Invoice
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.locations.public import ClosedDay, Location
from kontor.messaging.public import Message, MessageTemplate
from kontor.orders.public import Order, OrderState, hold_order, release_orders
from kontor.platform.audit import Change, record_changes
from kontor.platform.models import AuditEntry, LegalEntity, SetAside
from kontor.pricing.public import TaxRate
from kontor.sourcing.public import SourcingCosts, SourcingRule


class MasterAdmin(ModelAdmin):
    """Master data: edited in forms, every change in the audit trail, nothing deleted."""

    warn_unsaved_form = True
    list_per_page = 50

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Masters are switched off, not deleted: old orders refer to them."""
        return False

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Save a form and write down what it changed."""
        with transaction.atomic():
            kept = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
            before = model_to_dict(kept) if kept is not None else None
            super().save_model(request, obj, form, change)
            after = {name: value for name, value in model_to_dict(obj).items() if name not in {"password", "roles"}}
            record_changes(
                subject=str(obj._meta.model_name), verb="change_master" if change else "add_master",
                changes=[Change(obj.pk, before and {name: before[name] for name in after}, after)],
                at=read_clock(), by=actor_of(request),
            )  # fmt: skip


class ShownAdmin(ModelAdmin):
    """What verbs write is shown here and never edited."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing is added by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is changed by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted."""
        return False


# ------------------------------------------------------------------ orders


class ShortFilter(admin.SimpleListFilter):
    """Orders with lines that wait for stock."""

    title = _("Stock")
    parameter_name = "short"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer one choice."""
        return [("yes", _("waits for stock"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        return queryset.filter(lines__short__gt=0).distinct() if self.value() == "yes" else queryset


@admin.register(Order)
class OrderAdmin(ShownAdmin):
    """The order grid; a click opens the order's page."""

    list_display = (
        "number_link",
        "channel",
        "customer",
        "state_label",
        "payment_label",
        "total",
        "ship_by",
        "placed_at",
    )
    list_filter = ("state", "channel", "payment", ShortFilter)
    search_fields = ("=number", "=external_id", "customer__name__istartswith", "=customer__email")
    list_select_related = ("channel", "customer")
    ordering = ("-id",)
    actions = ("release_chosen", "hold_chosen", "cancel_chosen")

    @display(description=_("Order"), ordering="id")
    def number_link(self, order: Order) -> SafeString:
        """Link to the order's page."""
        return format_html(
            '<a class="k-strong" href="{}">{}</a>', reverse("admin:order", args=[order.id]), order.number
        )

    @display(
        description=_("State"),
        label={
            OrderState.PLACED: "info", OrderState.HELD: "warning", OrderState.RELEASED: "primary",
            OrderState.CANCELLED: "danger", OrderState.CLOSED: "success",
        },
    )  # fmt: skip
    def state_label(self, order: Order) -> tuple[str, str]:
        """Show the state as a badge."""
        return order.state, order.get_state_display()

    @display(description=_("Payment"), label={True: "success", False: "warning"})
    def payment_label(self, order: Order) -> tuple[bool, Any]:
        """Show whether the money is certain."""
        return order.secured_at is not None, _("secured") if order.secured_at else _("open")

    @display(description=_("Total"), ordering="gross")
    def total(self, order: Order) -> str:
        """Show the sum with its currency."""
        return f"{order.gross:.2f} {order.currency}"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Open the page of the order instead of a form."""
        return redirect("admin:order", order_id=int(object_id))

    def _each(self, request: HttpRequest, queryset: QuerySet[Order], verb: Any) -> None:
        """Run a verb on every chosen order, each in its own transaction, and tell how it went."""
        done = 0
        for order in queryset.order_by("id"):
            try:
                with transaction.atomic():
                    verb(order.id)
                done += 1
            except KontorError as refusal:
                messages.error(request, f"{order.number}: {refusal}")
        if done:
            messages.success(request, f"{done} ✓")

    @admin.action(description=_("Release"), permissions=["write"])
    def release_chosen(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        """Release the chosen orders."""
        at, by = read_clock(), actor_of(request)
        self._each(request, queryset, lambda order_id: release_orders(order_ids=[order_id], at=at, by=by))

    @admin.action(description=_("Put on hold"), permissions=["write"])
    def hold_chosen(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        """Hold the chosen orders."""
        at, by = read_clock(), actor_of(request)
        self._each(
            request,
            queryset,
            lambda order_id: hold_order(order_id=order_id, reason="manual", note="", at=at, by=by),
        )

    @admin.action(description=_("Cancel"), permissions=["write"])
    def cancel_chosen(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        """Cancel the chosen orders."""
        at, by = read_clock(), actor_of(request)
        self._each(request, queryset, lambda order_id: cancel_whole_order(order_id=order_id, at=at, by=by))

    def has_write_permission(self, request: HttpRequest) -> bool:
        """Whether the actions are offered."""
        return request.user.has_perm("orders.change_order")


# ------------------------------------------------------------------ to sort out


@admin.register(InboundMessage)
class InboundMessageAdmin(ShownAdmin):
    """Inbox and quarantine, with replay."""

    list_display = ("external_id", "channel", "state_label", "code", "problem", "received_at", "buttons")
    list_filter = ("state", "channel", "code")
    search_fields = ("=external_id",)
    ordering = ("-id",)
    fields = ("channel", "kind", "external_id", "state", "code", "problem", "attempts", "received_at", "raw")
    readonly_fields = fields

    @display(
        description=_("State"),
        label={
            MessageState.NEW: "info", MessageState.DONE: "success", MessageState.QUARANTINED: "danger",
            MessageState.DISCARDED: "warning",
        },
    )  # fmt: skip
    def state_label(self, message: InboundMessage) -> tuple[str, str]:
        """Show the state as a badge."""
        return message.state, message.get_state_display()

    @display(description=_("Raw message"))
    def raw(self, message: InboundMessage) -> SafeString:
        """Show the message as it came."""
        return format_html('<pre class="k-raw">{}</pre>', bytes(message.body).decode("utf-8", "replace")[:20_000])

    @display(description="")
    def buttons(self, message: InboundMessage) -> SafeString | str:
        """Offer replay and discard for what is in quarantine."""
        if message.state != MessageState.QUARANTINED:
            return ""
        return format_html(
            '<button class="k-button" form="k-post" formaction="{}">{}</button> '
            '<button class="k-button k-quiet" form="k-post" formaction="{}">{}</button>',
            reverse("admin:message_verb", args=[message.id, "replay"]), _("Replay"),
            reverse("admin:message_verb", args=[message.id, "discard"]), _("Discard"),
        )  # fmt: skip


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


# ------------------------------------------------------------------ stock and papers


@admin.register(Balance)
class BalanceAdmin(ShownAdmin):
    """The stock page."""

    list_display = ("sku", "article", "location", "on_hand", "reserved", "safety_stock", "available")
    list_filter = ("location",)
    search_fields = ("sku__code__istartswith", "sku__product__name__icontains", "=sku__barcodes__code")
    list_select_related = ("sku__product", "location")
    ordering = ("sku__code", "location_id")

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

    list_display = ("number", "order", "issued_at", "net", "tax", "gross", "currency", "paper")
    list_filter = ("legal_entity", "year")
    search_fields = ("=number", "=order__number")
    list_select_related = ("order", "pdf")
    ordering = ("-id",)

    @display(description="PDF")
    def paper(self, invoice: Invoice) -> SafeString | str:
        """Link to the rendered paper."""
        if invoice.pdf is None:
            return "…"
        return format_html('<a class="k-strong" href="{}">PDF</a>', reverse("admin:file", args=[invoice.pdf.sha256]))


@admin.register(AuditEntry)
class AuditEntryAdmin(ShownAdmin):
    """The audit trail."""

    list_display = ("at", "by", "verb", "subject", "key", "before", "after")
    list_filter = ("verb", "subject")
    ordering = ("-id",)


# ------------------------------------------------------------------ masters


class SkuInline(TabularInline):
    """SKUs of a product."""

    model = Sku
    extra = 0
    fields = ("code", "variant", "price", "weight_g", "bin")


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

    list_display = ("code", "product", "variant", "price", "weight_g", "bin", "is_kit")
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
    list_filter = ("kind", "language")
    search_fields = ("name__istartswith", "=email", "company__istartswith")
    exclude = ("match_key",)
    readonly_fields = ("created_at",)
    inlines = (AddressInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Customers come with their orders."""
        return False


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
admin.site.register(LegalEntity, MasterAdmin)


@admin.register(TaxRate)
class TaxRateAdmin(MasterAdmin):
    """VAT rates."""

    list_display = ("country", "tax_class", "rate", "valid_from", "valid_to")
    list_filter = ("tax_class",)
    search_fields = ("=country",)
    ordering = ("country", "tax_class", "-valid_from")


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
