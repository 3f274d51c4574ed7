"""Availability, stock moves, products, shipments."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from kontor.catalog.public import NewProduct, Sku, create_products, define_kit, get_sku
from kontor.channels.public import Channel, ChannelUnknown
from kontor.fulfilment.public import Shipment
from kontor.inventory.public import GoodsIn, StockMove, adjust_stock, list_availability, receive_stock
from kontor.locations.public import Location, get_location
from kontor.rest.auth import require
from kontor.rest.once import do_once
from kontor.rest.schemas import (
    MOST_PAGE,
    After,
    AvailabilityOut,
    Limit,
    ParcelOut,
    ProductIn,
    ProductOut,
    ProductPage,
    ShipmentOut,
    ShipmentPage,
    StockMoveIn,
    StockMoveOut,
    StockMovePage,
)
from kontor.shipping.public import list_parcels

router = Router(tags=["stock"])


@router.get("/availability", response=list[AvailabilityOut])
def availability(
    request: HttpRequest, sku: Annotated[list[str], Query(max_length=MOST_PAGE)], channel: str | None = None
) -> list[AvailabilityOut]:
    """Return what can be promised now; with a channel, its buffer is taken off."""
    require(request, "inventory:read")
    skus = [get_sku(code.replace("\x00", "")) for code in sku]
    channel_id = None
    if channel is not None:
        account = Channel.objects.filter(code=channel.replace("\x00", "")).first()
        if account is None:
            raise ChannelUnknown(channel=channel)
        channel_id = account.id
    found = list_availability([item.id for item in skus], channel_id=channel_id)
    names = dict(Location.objects.values_list("id", "code"))
    return [
        AvailabilityOut(
            sku=item.code, sellable=found[item.id].sellable,
            by_location={names[place]: count for place, count in found[item.id].by_location.items()},
        )
        for item in skus
    ]  # fmt: skip


@router.post("/stock/moves", response={201: dict[str, int]})
def book_move(request: HttpRequest, move: StockMoveIn) -> HttpResponse:
    """Book goods in, or correct the book to a count."""
    by = require(request, "inventory:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        sku, location = get_sku(move.sku), get_location(move.location)
        cause = f"{move.kind}:{move.reference}"
        if move.kind == "count":
            change = adjust_stock(
                sku_id=sku.id, location_id=location.id, counted=move.quantity, cause=cause, at=at, by=by
            )
            return 201, {"booked": change}
        goods = [GoodsIn(sku.id, location.id, move.quantity, cause)] if move.quantity else []
        return 201, {"booked": receive_stock(goods=goods, at=at, by=by) * move.quantity}

    return do_once(request, by, work)


@router.get("/stock/moves", response=StockMovePage)
def list_moves(request: HttpRequest, after: After = 0, limit: Limit = 50) -> StockMovePage:
    """Return stock moves in the order of their booking."""
    require(request, "inventory:read")
    found = list(StockMove.objects.filter(id__gt=after).select_related("sku", "location").order_by("id")[:limit])
    moves = [
        StockMoveOut(
            id=move.id, sku=move.sku.code, location=move.location.code, kind=move.kind, quantity=move.quantity,
            cause=move.cause, at=move.at,
        )
        for move in found
    ]  # fmt: skip
    return StockMovePage(moves=moves, next=str(found[-1].id) if len(found) == limit else None)


@router.post("/products", response={201: dict[str, str]})
def add_product(request: HttpRequest, product: ProductIn) -> HttpResponse:
    """Add a product with its SKU; with parts it becomes a kit."""
    by = require(request, "catalog:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        parts = {get_sku(part.sku).id: part.quantity for part in product.parts}
        new = NewProduct(
            product.sku, product.name, product.tax_class, product.price, product.weight_g, product.barcode, product.bin,
            bool(parts), product.purchase_price,
        )  # fmt: skip
        sku_id = create_products(products=[new])[product.sku]
        if parts:
            define_kit(kit_id=sku_id, parts=parts)
        return 201, {"sku": product.sku}

    return do_once(request, by, work)


@router.get("/products", response=ProductPage)
def list_products(request: HttpRequest, after: After = 0, limit: Limit = 50) -> ProductPage:
    """Return SKUs with their products."""
    require(request, "catalog:read")
    found = list(Sku.objects.filter(id__gt=after).select_related("product").order_by("id")[:limit])
    products = [
        ProductOut(
            sku=sku.code, name=sku.product.name, tax_class=sku.product.tax_class, price=sku.price, weight_g=sku.weight_g,
            is_kit=sku.is_kit,
        )
        for sku in found
    ]  # fmt: skip
    return ProductPage(products=products, next=str(found[-1].id) if len(found) == limit else None)


@router.get("/shipments", response=ShipmentPage)
def list_all_shipments(request: HttpRequest, after: After = 0, limit: Limit = 50) -> ShipmentPage:
    """Return shipments in the order of packing, with parcels and tracking numbers."""
    require(request, "fulfilment:read")
    rows = Shipment.objects.filter(id__gt=after).select_related("order", "fulfilment_order__location")
    found = list(rows.prefetch_related("lines__order_line__sku").order_by("id")[:limit])
    parcels: dict[int, list[ParcelOut]] = {}
    for parcel in list_parcels([shipment.id for shipment in found]):
        out = ParcelOut(carrier=parcel.carrier, tracking_number=parcel.tracking_number)
        parcels.setdefault(parcel.shipment_id, []).append(out)
    shipments = [
        ShipmentOut(
            id=shipment.id, order=shipment.order.uuid, order_number=shipment.order.number,
            location=shipment.fulfilment_order.location.code, packed_at=shipment.packed_at,
            dispatched_at=shipment.dispatched_at, parcels=parcels.get(shipment.id, []),
            lines={line.order_line.sku.code: line.quantity for line in shipment.lines.all()},
        )
        for shipment in found
    ]  # fmt: skip
    return ShipmentPage(shipments=shipments, next=str(found[-1].id) if len(found) == limit else None)
