"""What goes between us and the channels: the inbox, messages, offers, differences."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.validators import DecimalValidator, MinValueValidator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from kontor.backoffice.base import MasterAdmin, ShownAdmin, TypedInline
from kontor.channels.public import OWN_CAPABILITIES, IntentState, MessageState, OfferState, hold_channel
from kontor.channels.tables import (
    Channel,
    ChannelIntent,
    Discrepancy,
    InboundMessage,
    Listing,
    Offer,
)
from kontor.flows.market.offers import follow_prices
from kontor.flows.selling.channel_terms import STAYING
from kontor.inventory.tables import ChannelBuffer
from kontor.orders.public import has_orders


@admin.register(InboundMessage)
class InboundMessageAdmin(ShownAdmin):
    """Inbox and quarantine, with replay."""

    list_display = ("external_id", "channel", "state_label", "code", "problem", "received_at", "buttons")
    list_filter = ("state", "channel", "code")
    search_fields = ("=external_id",)
    ordering = ("-id",)
    fields = (
        "channel",
        "kind",
        "connector",
        "external_id",
        "state",
        "code",
        "problem",
        "attempts",
        "received_at",
        "raw",
    )
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


@admin.register(ChannelIntent)
class ChannelIntentAdmin(ShownAdmin):
    """What channels are told of their orders."""

    list_display = ("external_order", "channel", "kind", "state_label", "due_by", "tried", "problem", "buttons")
    list_filter = ("state", "kind", "channel")
    search_fields = ("=external_order", "=reference")
    list_select_related = ("channel",)
    ordering = ("-id",)

    @display(
        description=_("State"),
        label={
            IntentState.NEW: "info", IntentState.INFLIGHT: "info", IntentState.UNKNOWN: "warning",
            IntentState.SUCCEEDED: "success", IntentState.FAILED: "danger",
            IntentState.DROPPED: "warning",
        },
    )  # fmt: skip
    def state_label(self, intent: ChannelIntent) -> tuple[str, str]:
        """Show the state as a badge."""
        return intent.state, intent.get_state_display()

    @display(description=_("Attempts"), ordering="attempts")
    def tried(self, intent: ChannelIntent) -> int:
        """Show how often it was tried."""
        return intent.attempts

    @display(description="")
    def buttons(self, intent: ChannelIntent) -> SafeString | str:
        """Offer to tell again what was refused, or to say that it was done at the channel."""
        if intent.state != IntentState.FAILED:
            return ""
        return format_html(
            '<button class="k-button" form="k-post" formaction="{}">{}</button> '
            '<button class="k-button k-quiet" form="k-post" formaction="{}">{}</button>',
            reverse("admin:intent_retry", args=[intent.id]), _("Tell again"),
            reverse("admin:intent_by_hand", args=[intent.id]), _("Done by hand"),
        )  # fmt: skip


@admin.register(Offer)
class OfferAdmin(ShownAdmin):
    """What is on offer where, why so many, and since when the channel knows."""

    list_display = (
        "listing", "channel", "available", "buffer", "why", "wanted", "published", "state_label", "published_at", "problem",
    )  # fmt: skip
    list_filter = ("state", "channel")
    search_fields = ("=listing__channel_sku", "=listing__sku__code")
    list_select_related = ("listing", "channel")
    ordering = ("-id",)

    @display(description=_("Why so many"))
    def why(self, offer: Offer) -> str:
        """Show why pieces are held back: a fixed number, or how many may be sold unseen."""
        if not offer.buffer_why:
            return str(_("fixed"))
        return str(_("{unseen_s} s × {per_day}/day: {expected} sold unseen, risk {risk:.1%}")).format(
            **offer.buffer_why
        )

    @display(
        description=_("State"),
        label={
            OfferState.WAITING: "info", OfferState.INFLIGHT: "info", OfferState.UNKNOWN: "warning",
            OfferState.PUBLISHED: "success", OfferState.REFUSED: "danger", OfferState.SUPPRESSED: "warning",
        },
    )  # fmt: skip
    def state_label(self, offer: Offer) -> tuple[str, str]:
        """Show the state as a badge."""
        return offer.state, offer.get_state_display()


@admin.register(Discrepancy)
class DiscrepancyAdmin(ShownAdmin):
    """Where a channel's word and ours differ."""

    list_display = ("key", "channel", "kind", "theirs", "ours", "cause", "found_at", "buttons")
    list_filter = ("kind", "channel", "cause")
    list_select_related = ("channel",)
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Discrepancy]:
        """Show what is not repaired."""
        return super().get_queryset(request).filter(repaired_at=None)

    @display(description="")
    def buttons(self, difference: Discrepancy) -> SafeString:
        """Offer to repair it."""
        return format_html(
            '<button class="k-button" form="k-post" formaction="{}">{}</button>',
            reverse("admin:discrepancy_repair", args=[difference.id]), _("Repair"),
        )  # fmt: skip


class BufferInline(TypedInline):
    """Stock that a channel never offers."""

    model = ChannelBuffer
    autocomplete_fields = ("sku",)


@admin.register(Channel)
class ChannelAdmin(MasterAdmin):
    """Sales channels."""

    list_display = ("code", "name", "kind", "currency", "active")
    inlines = (BufferInline,)
    guided = (
        (
            _("The channel"), _("Where buyers order, and which of your companies sells there."),
            ("code", "name", "kind", "legal_entity", "active"),
        ),
        (
            _("Prices"), _("In which money it sells, and whether its prices hold the VAT."),
            ("currency", "prices_gross", "vat_rounding", "group"),
        ),
        (
            _("What it does itself and allows"), _("Tick what the contract with the channel says; connecting one fills this in."),
            ("capabilities",),
        ),
        (
            _("Its promise to buyers"), _("By these an order has a day by which it leaves and one by which it arrives."),
            ("country", "cut_off", "handling_days", "transit_days"),
        ),
        (
            _("Unpaid prepayments"), _("When a buyer is reminded, and when his goods are free again."),
            ("remind_unpaid_days", "cancel_unpaid_days"),
        ),
        (
            _("Safety"), _("How often it may happen that two buyers buy the last piece; from this the buffer is reckoned."),
            ("oversell_risk",),
        ),
    )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show what stays once something was ordered; nothing is while it is saved."""
        if obj is None:
            return ()
        if request.method == "POST":
            hold_channel(obj.pk)
        return [it.removesuffix("_id") for it in STAYING] if has_orders(obj.pk) else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new channel of one's own lets an order be sent and cancelled in parts, as long as nobody says otherwise."""
        given = super().get_changeform_initial_data(request)
        return {"capabilities": list(OWN_CAPABILITIES), **given}


@admin.register(Listing)
class ListingAdmin(MasterAdmin):
    """Listings."""

    list_display = ("channel", "channel_sku", "sku", "asked")
    list_filter = ("channel",)
    search_fields = ("channel_sku", "sku__code")
    autocomplete_fields = ("sku",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Where an article is listed and what it is stays: the channel knows it by its number. Another one is another listing."""
        return ("channel", "channel_sku", "sku") if obj is not None else ()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        """No channel sells for nothing, or for parts of a cent."""
        field = super().formfield_for_dbfield(db_field, request, **more)
        if db_field.name == "price" and field is not None:
            field.validators += [MinValueValidator(Decimal("0.01")), DecimalValidator(12, 2)]
        return field

    @admin.display(description=_("Price"), ordering="price")
    def asked(self, listing: Listing) -> str:
        """Show the price as the reader writes it."""
        return "" if listing.price is None else number_format(listing.price, decimal_pos=2)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Tell the channel its new price at once."""
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            follow_prices(listing_ids=[obj.pk])
