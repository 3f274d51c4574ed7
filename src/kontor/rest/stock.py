"""Availability, stock moves, products, shipments."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from kontor.catalog.public import NewProduct, create_products, define_kit, get_sku, list_articles_after
from kontor.channels.public import ChannelUnknown, find_channel
from kontor.fulfilment.public import list_shipments_after
from kontor.inventory.public import GoodsIn, adjust_stock, list_availability, list_moves_after, receive_stock
from kontor.locations.public import get_location, get_locations
from kontor.orders.public import get_orders
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
from kontor.shipping.public import get_parcels

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
        account = find_channel(channel.replace("\x00", ""))
        if account is None:
            raise ChannelUnknown(channel=channel)
        channel_id = account.id
    found = list_availability([item.id for item in skus], channel_id=channel_id)
    places = get_locations()
    return [
        AvailabilityOut(
            sku=item.code, sellable=found[item.id].sellable,
            by_location={places[place].code: count for place, count in found[item.id].by_location.items()},
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
    found = list_moves_after(after, most=limit)
    moves = [
        StockMoveOut(
            id=move.id, sku=move.sku, location=move.location, kind=move.kind, quantity=move.quantity,
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
        parts: Counter[int] = Counter()
        for part in product.parts:  # one that is named twice goes in twice
            parts[get_sku(part.sku).id] += part.quantity
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
    found = list_articles_after(after, most=limit)
    products = [
        ProductOut(
            sku=it.code, name=it.name, tax_class=it.tax_class, price=it.price, weight_g=it.weight_g, is_kit=it.is_kit
        )
        for it in found
    ]  # fmt: skip
    return ProductPage(products=products, next=str(found[-1].id) if len(found) == limit else None)


@router.get("/shipments", response=ShipmentPage)
def list_all_shipments(request: HttpRequest, after: After = 0, limit: Limit = 50) -> ShipmentPage:
    """Return shipments in the order of packing, with parcels and tracking numbers."""
    require(request, "fulfilment:read")
    found = list_shipments_after(after, most=limit)
    orders, places = get_orders({it.order_id for it in found}), get_locations()
    parcels: dict[int, list[ParcelOut]] = {}
    for parcel in get_parcels([shipment.id for shipment in found]):
        out = ParcelOut(carrier=parcel.carrier, tracking_number=parcel.tracking_number)
        parcels.setdefault(parcel.shipment_id, []).append(out)
    shipments = [
        ShipmentOut(
            id=shipment.id, order=orders[shipment.order_id].uuid, order_number=orders[shipment.order_id].number,
            location=places[shipment.location_id].code, packed_at=shipment.packed_at,
            dispatched_at=shipment.dispatched_at, parcels=parcels.get(shipment.id, []),
            lines={line.sku: line.quantity for line in shipment.lines},
        )
        for shipment in found
    ]  # fmt: skip
    return ShipmentPage(shipments=shipments, next=str(found[-1].id) if len(found) == limit else None)
