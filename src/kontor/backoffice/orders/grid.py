"""The grid of orders, the home of everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.orders.columns import COLUMNS, flags_of, link_of, payment_badge, shipping_badge, state_badge
from kontor.backoffice.orders.conditions import FIELDS
from kontor.backoffice.orders.facts import LOADERS
from kontor.backoffice.orders.papers import find_papers
from kontor.backoffice.orders.search import find_orders
from kontor.backoffice.parts.cells import Moment, Money
from kontor.backoffice.parts.grid import BulkVerb, Facts, Grid, Sort, View
from kontor.backoffice.parts.printing import Prints
from kontor.flows.bulk.works import ANY_HOLD
from kontor.orders.public import CancelReason, HoldReason
from kontor.orders.tables import Order, OrderLine

WRITE = "orders:write"
_OPEN = "state.in=PLACED,HELD,RELEASED"

VIEWS = (
    View("all", _("All"), ""),
    View("check", _("To check"), "state.in=HELD", "warn"),
    View("pay", _("To pay"), f"{_OPEN}&secured.is=no"),
    View("release", _("To release"), "state.in=PLACED&secured.is=yes"),
    View("pick", _("To pick"), "work.is=pick"),
    View("pack", _("To pack"), "work.is=pack"),
    View("hand_over", _("To hand over"), "work.is=hand_over"),
    View("late", _("Too late"), "work.is=late", "bad"),
    View("short", _("Without stock"), f"{_OPEN}&short.is=yes", "bad"),
)

BULK = (
    BulkVerb("release", _("Release"), WRITE, shortcut="s"),
    BulkVerb("hold", _("Put on hold"), WRITE, HoldReason.by_hand, key="note", key_label=_("Note")),
    BulkVerb("lift", _("Lift hold"), WRITE, lambda: [(ANY_HOLD, _("Whatever holds it")), *HoldReason.choices]),
    BulkVerb("recall", _("Recall"), WRITE),
    BulkVerb("merge", _("Send in one parcel, per buyer"), WRITE),
    BulkVerb("tag", _("Add tag"), WRITE, key="tag", key_label=_("Tag"), most=100, required=True),
    BulkVerb("untag", _("Remove tag"), WRITE, key="tag", key_label=_("Tag"), most=100, required=True),
    BulkVerb("note", _("Write note"), WRITE, key="text", key_label=_("Note"), most=4000, required=True),
    BulkVerb("cancel", _("Cancel"), WRITE, lambda: CancelReason.choices, grave=True),
)


def _rows() -> QuerySet[Order]:
    return Order.objects.select_related("channel", "customer", "legal_entity")


def _preview(order: Order) -> Mapping[str, Any]:
    facts = Facts({name: load([order]) for name, load in LOADERS.items()})
    return {
        "badges": [
            state_badge(order), payment_badge(order, facts.of("payment", order)),
            shipping_badge(facts.of("pieces", order), facts.of("parts", order, [])), *flags_of(order, facts),
        ],
        "lines": OrderLine.objects.filter(order=order).select_related("sku").order_by("position")[:50],
        "total": Money(order.gross, order.currency), "ship_by": Moment(order.ship_by), "placed": Moment(order.placed_at),
        "notes": facts.of("notes", order, [])[:5], "invoices": facts.of("invoices", order, []),
        "parcels": facts.of("parcels", order, []),
    }  # fmt: skip


def _sums(keys: Sequence[int]) -> list[tuple[str, Any]]:
    rows = Order.objects.filter(id__in=keys).order_by().values_list("currency").annotate(sum=Sum("gross"))
    return list(rows.order_by("currency"))


ORDERS = Grid(
    name="orders", title=_("Orders"), right="orders:read", rows=_rows, columns=COLUMNS, fields=FIELDS, views=VIEWS,
    link=link_of, loaders=LOADERS,
    sorts={"id": Sort(), "placed_at": Sort("placed_at"), "ship_by": Sort("ship_by", nulls=True), "gross": Sort("gross")},
    search=find_orders,
    search_help=_("Number, invoice, parcel, SKU, name, e-mail, phone or postal code"),
    bulk=BULK, prints=Prints(("invoicing:read", "shipping:read"), find_papers),
    name_column="number", sums=_sums, sum_of=lambda it: (it.gross, it.currency),
    preview=_preview, preview_template="backoffice/orders/_preview.html",
    empty=_("No orders yet. Connect a sales channel, import a file, or enter one by hand."),
    empty_link=lambda: reverse("admin:channel_health"),
    add_link=lambda: reverse("admin:order_enter"), add_label=_("Enter an order"), add_right=WRITE,
)  # fmt: skip
