"""The grid of orders: found, shown, and worked on in numbers."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from kontor.backoffice.access import actor_of
from kontor.backoffice.base import ShownAdmin
from kontor.backoffice.orders.search import find_orders, work_filter
from kontor.backoffice.typed import read_id
from kontor.backoffice.words import WORK_WORDS
from kontor.flows.warehouse.cancellation import cancel_whole_order
from kontor.flows.warehouse.merging import merge_orders
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.kernel.money import CURRENCIES
from kontor.orders.public import CancelReason, OrderState, hold_order, release_orders
from kontor.orders.tables import Order
from kontor.payments.public import PaymentMethod

# So many numbers stand in a summary.
MOST_NAMED = 10
# What a list sends with an action; a question in between passes it on.
SENT_ON = ("action", "_selected_action", "select_across", "index")


class WorkFilter(admin.SimpleListFilter):
    """Orders that wait for somebody: each number of the dashboard opens one of these."""

    title = _("Work")
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer each kind of work."""
        return list(WORK_WORDS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        chosen = self.value()
        return queryset.filter(work_filter(chosen, read_clock())) if chosen else queryset


class PlacedFilter(admin.SimpleListFilter):
    """Orders of the last hours and days."""

    title = _("Placed")
    parameter_name = "placed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer periods."""
        return [("1", _("in 24 hours")), ("7", _("in 7 days")), ("30", _("in 30 days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        days = read_id(self.value())
        return queryset.filter(placed_at__gte=read_clock() - timedelta(days=days)) if 0 < days <= 30 else queryset


class PaymentFilter(admin.SimpleListFilter):
    """How orders are paid, in words; the choices are known and ask the database nothing."""

    title = _("Payment")
    parameter_name = "payment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer each way to pay."""
        return list(PaymentMethod.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        return queryset.filter(payment=self.value()) if self.value() else queryset


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
    list_filter = ("state", WorkFilter, PlacedFilter, "channel", PaymentFilter)
    search_fields = ("number",)
    search_help_text = _("Number, invoice, parcel, SKU, name or e-mail")
    list_display_links = None
    sortable_by = ("number_link", "placed_at")
    list_select_related = ("channel", "customer")
    ordering = ("-id",)
    actions = ("release_chosen", "hold_chosen", "merge_chosen", "cancel_chosen")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find orders by whatever somebody has in hand."""
        return (queryset.filter(id__in=find_orders(search_term)) if search_term.strip() else queryset), False

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
        digits = CURRENCIES.get(order.currency, 2)
        return f"{number_format(order.gross, decimal_pos=digits, force_grouping=True)}\u00a0{order.currency}"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Open the page of the order instead of a form."""
        number = read_id(object_id)
        return redirect("admin:order", order_id=number) if number else redirect("admin:orders_order_changelist")

    def _each(self, request: HttpRequest, queryset: QuerySet[Order], verb: Any) -> None:
        """Run a verb on every chosen order, each in its own transaction, and tell in one summary how it went."""
        done = 0
        refused: dict[str, list[str]] = defaultdict(list)
        for order in queryset.order_by("id"):
            try:
                with transaction.atomic():
                    verb(order.id)
                done += 1
            except KontorError as refusal:
                refused[gettext(refusal.message)].append(order.number)
        for text, numbers in refused.items():
            shown = ", ".join(numbers[:MOST_NAMED]) + (" …" if len(numbers) > MOST_NAMED else "")
            messages.error(request, f"{len(numbers)} × {text} ({shown})")
        if done:
            messages.success(request, _("Done: %(count)s") % {"count": done})

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
    def cancel_chosen(self, request: HttpRequest, queryset: QuerySet[Order]) -> HttpResponse | None:
        """Cancel the chosen orders, once somebody has seen how many they are and said why."""
        if "sure" not in request.POST:
            return self._ask_to_cancel(request, queryset)
        at, by = read_clock(), actor_of(request)
        reason = request.POST.get("reason", "")
        self._each(
            request, queryset, lambda order_id: cancel_whole_order(order_id=order_id, reason=reason, at=at, by=by)
        )
        return None

    def _ask_to_cancel(self, request: HttpRequest, queryset: QuerySet[Order]) -> HttpResponse:
        sums = queryset.order_by().values("currency").annotate(sum=Sum("gross")).order_by("currency")
        context = {
            **admin.site.each_context(request), "title": _("Cancel orders"), "count": queryset.count(), "sums": list(sums),
            "numbers": list(queryset.order_by("id").values_list("number", flat=True)[:MOST_NAMED]),
            "sent": [(name, value) for name in SENT_ON for value in request.POST.getlist(name)],
            "cancel_reasons": CancelReason.choices,
        }  # fmt: skip
        return render(request, "backoffice/orders/cancel_chosen.html", context)

    def has_write_permission(self, request: HttpRequest) -> bool:
        """Whether the actions are offered."""
        return request.user.has_perm("orders.change_order")
