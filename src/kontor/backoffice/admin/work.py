"""Orders, what needs sorting out, stock and papers: shown, and changed by verbs only."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from kontor.backoffice.access import actor_of
from kontor.backoffice.admin.base import ShownAdmin
from kontor.channels.public import (
    ChannelIntent,
    Difference,
    InboundMessage,
    IntentState,
    MessageState,
    Offer,
    OfferState,
)
from kontor.flows.cancellation import cancel_whole_order
from kontor.flows.merging import merge_orders
from kontor.inventory.public import Balance, StockMove
from kontor.invoicing.public import Invoice
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.messaging.public import Message
from kontor.orders.public import Order, OrderState, hold_order, release_orders
from kontor.platform.models import AuditEntry, SetAside

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
    actions = ("release_chosen", "hold_chosen", "merge_chosen", "cancel_chosen")

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

    @admin.action(description=_("Send in one parcel, per buyer"), permissions=["write"])
    def merge_chosen(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        """Merge those of the chosen orders that have the same buyer."""
        at, by = read_clock(), actor_of(request)
        of_buyer: dict[int, list[int]] = defaultdict(list)
        for order_id, customer_id in queryset.order_by("id").values_list("id", "customer_id"):
            of_buyer[customer_id].append(order_id)
        firsts = queryset.filter(id__in=[ids[0] for ids in of_buyer.values() if len(ids) > 1])
        if not firsts:
            messages.error(request, _("No two of these orders have the same buyer."))
        together = {ids[0]: ids for ids in of_buyer.values()}
        self._each(request, firsts, lambda order_id: merge_orders(order_ids=together[order_id], at=at, by=by))

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


@admin.register(Difference)
class DifferenceAdmin(ShownAdmin):
    """Where a channel's word and ours differ."""

    list_display = ("key", "channel", "kind", "theirs", "ours", "cause", "found_at", "buttons")
    list_filter = ("kind", "channel", "cause")
    list_select_related = ("channel",)
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Difference]:
        """Show what is not repaired."""
        return super().get_queryset(request).filter(repaired_at=None)

    @display(description="")
    def buttons(self, difference: Difference) -> SafeString:
        """Offer to repair it."""
        return format_html(
            '<button class="k-button" form="k-post" formaction="{}">{}</button>',
            reverse("admin:difference_repair", args=[difference.id]), _("Repair"),
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
