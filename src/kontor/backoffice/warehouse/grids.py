"""The grids of stock, its ledger and shipments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.parts.cells import BAD, GOOD, WARN, Badge, Badges, Figure, Moment, Text
from kontor.backoffice.parts.conditions import Kind, Op
from kontor.backoffice.parts.describing import choice_field, moment_field, named, number_field, text_field, yes_no_field
from kontor.backoffice.parts.grid import Column, Edit, Facts, Grid, Sort, View
from kontor.backoffice.parts.printing import Paper, Prints
from kontor.backoffice.parts.questions import on_column, on_rows, on_yes
from kontor.backoffice.reach import within
from kontor.backoffice.shown import carrier_text, cause_text, label_of, who_text
from kontor.backoffice.typed import read_count
from kontor.catalog.public import find_skus
from kontor.fulfilment.tables import Shipment
from kontor.inventory.public import MoveKind, keep_safety_stock
from kontor.inventory.tables import Balance, StockMove
from kontor.kernel.actor import Actor
from kontor.locations.tables import Location
from kontor.orders.public import OrderState
from kontor.orders.tables import Order
from kontor.shipping.public import CARRIERS
from kontor.shipping.tables import Parcel

MOST_FOUND = 500


def _find_balances(term: str) -> set[int]:
    return set(Balance.objects.filter(sku__in=find_skus(term, most=MOST_FOUND)).values_list("id", flat=True))


def _find_moves(term: str) -> set[int]:
    rows = StockMove.objects.filter(sku__in=find_skus(term, most=MOST_FOUND)) | StockMove.objects.filter(cause=term)
    return set(rows.order_by("-id").values_list("id", flat=True)[:MOST_FOUND])


def _free(balance: Balance, facts: Facts) -> Figure:
    left = balance.on_hand - balance.reserved - balance.safety_stock
    return Figure(max(0, left), tone=BAD if left <= 0 else "")


def something_free() -> Q:
    """Ask for stock of which something may be sold."""
    return Q(on_hand__gt=F("reserved") + F("safety_stock"))


def sold_out() -> Q:
    """Ask for stock of which nothing may be sold."""
    return ~something_free()


def _keep_safety(balance_id: int, sent: Mapping[str, str], at: datetime, by: Actor) -> None:
    kept = Balance.objects.get(id=balance_id)
    quantity = read_count(sent, "value", least=0)
    keep_safety_stock(sku_id=kept.sku_id, location_id=kept.location_id, quantity=quantity, at=at, by=by)


STOCK = Grid(
    name="stock", title=_("Stock"), right="inventory:read",
    rows=lambda: Balance.objects.select_related("sku__product", "location"),
    columns=(
        Column("sku", _("SKU"), lambda it, facts: Text(it.sku.code, link=reverse("admin:stock", args=[it.sku_id]))),
        Column("article", _("Article"), lambda it, facts: Text(it.sku.product.name, it.sku.variant)),
        Column("location", _("Location"), lambda it, facts: Text(it.location.name)),
        Column("bin", _("Bin"), lambda it, facts: Text(it.sku.bin)),
        Column("on_hand", _("On hand"), lambda it, facts: Figure(it.on_hand), numeric=True, sort="on_hand"),
        Column("reserved", _("Reserved"), lambda it, facts: Figure(it.reserved), numeric=True, sort="reserved"),
        Column("safety", _("Safety stock"), lambda it, facts: Figure(it.safety_stock), numeric=True,
               edit=Edit("inventory:write", lambda it: str(it.safety_stock), _keep_safety, 9)),
        Column("free", _("Available"), _free, numeric=True),
    ),
    fields=(
        text_field("sku", _("SKU"), on_column("sku__code", Kind.TEXT)),
        text_field("article", _("Article"), on_column("sku__product__name", Kind.TEXT)),
        choice_field("location", _("Location"), lambda: named(Location), on_column("location_id", Kind.CHOICE)),
        text_field("bin", _("Bin"), on_column("sku__bin", Kind.TEXT, empty=""), ops=(Op.IS, Op.STARTS, Op.EXISTS, Op.MISSING)),
        number_field("on_hand", _("On hand"), whole=True),
        number_field("reserved", _("Reserved"), whole=True),
        number_field("safety", _("Safety stock"), on_column("safety_stock", Kind.NUMBER), whole=True),
        yes_no_field("free", _("Something available"),
                     on_yes(something_free)),
    ),
    views=(
        View("all", _("All"), ""), View("sold_out", _("Sold out"), "free.is=no", "bad"),
        View("low", _("Few left"), "on_hand.between=1..5", "warn"),
        View("promised", _("Promised"), "reserved.least=1"),
    ),
    link=lambda it: reverse("admin:stock", args=[it.sku_id]),
    sorts={"id": Sort(), "sku": Sort("sku_id"), "on_hand": Sort("on_hand"), "reserved": Sort("reserved")}, first_sort="sku",
    search=_find_balances, search_help=_("SKU, barcode or name"),
    empty=_("Nothing is in stock yet. Open an article and book goods in."),
    empty_link=lambda: reverse("admin:grid", args=["articles"]),
)  # fmt: skip

MOVES = Grid(
    name="moves", title=_("Stock moves"), right="inventory:read",
    rows=lambda: StockMove.objects.select_related("sku__product", "location"),
    columns=(
        Column("at", _("At"), lambda it, facts: Moment(it.at), sort="id"),
        Column("sku", _("SKU"), lambda it, facts: Text(it.sku.code, link=reverse("admin:stock", args=[it.sku_id]))),
        Column("article", _("Article"), lambda it, facts: Text(it.sku.product.name)),
        Column("location", _("Location"), lambda it, facts: Text(it.location.name)),
        Column("kind", _("Kind"), lambda it, facts: Badges([Badge(label_of(it, "kind"))])),
        Column("quantity", _("Quantity"), lambda it, facts: Figure(it.quantity), numeric=True),
        Column("cause", _("Cause"), lambda it, facts: Text(cause_text(it.cause))),
        Column("by", _("By"), lambda it, facts: Text(who_text(it.by))),
    ),
    fields=(
        choice_field("kind", _("Kind"), lambda: MoveKind.choices),
        choice_field("location", _("Location"), lambda: named(Location), on_column("location_id", Kind.CHOICE)),
        text_field("sku", _("SKU"), on_column("sku__code", Kind.TEXT), ops=(Op.IS, Op.STARTS)),
        number_field("quantity", _("Quantity"), whole=True),
        moment_field("at", _("At")),
        text_field("cause", _("Cause"), ops=(Op.IS, Op.STARTS)),
    ),
    views=(
        View("all", _("All"), ""), View("in", _("Goods in"), "kind.is=receipt"),
        View("corrected", _("Corrections"), "kind.in=adjust_up,adjust_down"), View("out", _("Shipped"), "kind.is=issue"),
    ),
    search=_find_moves, search_help=_("SKU, barcode or name"), empty=_("Nothing has moved yet."),
)  # fmt: skip


def _parcels_of(shipments: Sequence[Shipment]) -> Mapping[int, list[Parcel]]:
    found: dict[int, list[Parcel]] = {}
    for parcel in Parcel.objects.filter(shipment_id__in=[it.pk for it in shipments]).order_by("id"):
        found.setdefault(parcel.shipment_id, []).append(parcel)
    return found


def _tracking(shipment: Shipment, facts: Facts) -> Text:
    parcels = facts.of("parcels", shipment, [])
    return Text(
        ", ".join(it.tracking_number for it in parcels if it.tracking_number),
        ", ".join(sorted({carrier_text(it.carrier) for it in parcels})),
    )


def _where(shipment: Shipment, facts: Facts) -> Badges:
    return Badges([Badge(_("handed over"), GOOD) if shipment.dispatched_at else Badge(_("stands packed"), WARN)])


def _find_shipments(term: str) -> set[int]:
    told = set(Parcel.objects.filter(tracking_number=term).values_list("shipment_id", flat=True)[:MOST_FOUND])
    orders = Order.objects.filter(number=term).values_list("id", flat=True)
    return told | set(Shipment.objects.filter(order__in=list(orders)).values_list("id", flat=True))


def _parcels() -> Any:
    return Parcel.objects.all()


def _labels(request: HttpRequest, shipment_ids: Sequence[int]) -> list[Paper]:
    rows = within(request, "shipping:read", Parcel.objects.filter(shipment_id__in=shipment_ids))
    living = rows.exclude(order_id__in=Order.objects.filter(state=OrderState.CANCELLED).values("id"))
    return [Paper(it.shipment_id, it.pk, it.pdf) for it in living.select_related("pdf")]


SHIPMENTS = Grid(
    name="shipments", title=_("Shipments"), right="fulfilment:read", prints=Prints(("shipping:read",), _labels),
    rows=lambda: Shipment.objects.select_related("order__channel", "fulfilment_order__location"),
    columns=(
        Column("order", _("Order"), lambda it, facts: Text(it.order.number, link=reverse("admin:order", args=[it.order_id]))),
        Column("recipient", _("Recipient"), lambda it, facts: Text(it.order.address.company or it.order.address.name)),
        Column("location", _("Location"), lambda it, facts: Text(it.fulfilment_order.location.name)),
        Column("where", _("State"), _where),
        Column("tracking", _("Parcels"), _tracking, ("parcels",)),
        Column("channel", _("Sales channel"), lambda it, facts: Text(it.order.channel.name)),
        Column("packed_at", _("Packed"), lambda it, facts: Moment(it.packed_at), sort="id"),
        Column("packed_by", _("By"), lambda it, facts: Text(who_text(it.packed_by)), shown=False),
        Column("dispatched_at", _("Handed over"), lambda it, facts: Moment(it.dispatched_at)),
    ),
    fields=(
        choice_field("location", _("Location"), lambda: named(Location), on_column("fulfilment_order__location_id", Kind.CHOICE)),
        moment_field("packed_at", _("Packed")),
        moment_field("dispatched_at", _("Handed over")),
        choice_field("carrier", _("Carrier"), lambda: list(CARRIERS.items()),
                     on_rows(_parcels, "shipment_id", on_column("carrier", Kind.CHOICE)), none=True),
        text_field("tracking", _("Tracking number"),
                   on_rows(_parcels, "shipment_id", on_column("tracking_number", Kind.TEXT, empty="")),
                   ops=(Op.IS, Op.STARTS, Op.EXISTS, Op.MISSING)),
    ),
    views=(
        View("all", _("All"), ""), View("waiting", _("To hand over"), "dispatched_at.missing="),
        View("today", _("Handed over today"), "dispatched_at.today="),
        View("unnumbered", _("Without a number"), "tracking.missing=", "warn"),
    ),
    link=lambda it: reverse("admin:order", args=[it.order_id]), loaders={"parcels": _parcels_of},
    search=_find_shipments, search_help=_("Order or tracking number"),
    empty=_("Nothing is packed yet."), empty_link=lambda: reverse("admin:pack"),
)  # fmt: skip
