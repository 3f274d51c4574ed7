"""Availability, stock moves, products, shipments."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from kontor.catalog.public import CodeTaken, NewProduct, create_products, define_kit, find_alike, get_sku
from kontor.channels.public import ChannelUnknown, find_channel
from kontor.flows.warehouse.transfers import transfer_stock
from kontor.inventory.public import (
    GoodsIn,
    adjust_stock,
    correct_stock,
    keep_safety_stock,
    list_availability,
    receive_stock,
)
from kontor.locations.public import get_location, get_locations
from kontor.rest.auth import require
from kontor.rest.lists import add_list
from kontor.rest.once import do_once
from kontor.rest.rows.stock import BALANCES, MOVES, PRODUCTS, SHIPMENTS
from kontor.rest.schemas import (
    MOST_PAGE,
    AvailabilityOut,
    ProductIn,
    SafetyStockIn,
    StockCorrectionIn,
    StockMoveIn,
    StockTransferIn,
)

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


@router.post("/stock/corrections", response={201: dict[str, int]})
def correct_book(request: HttpRequest, wanted: StockCorrectionIn) -> HttpResponse:
    """Correct the book by a number of pieces, whatever is in it."""
    by = require(request, "inventory:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        sku, location = get_sku(wanted.sku), get_location(wanted.location)
        cause = f"{wanted.reason}:{wanted.reference}"
        change = correct_stock(
            sku_id=sku.id, location_id=location.id, pieces=wanted.pieces, cause=cause, at=at, by=by
        )  # fmt: skip
        return 201, {"booked": change}

    return do_once(request, by, work)


@router.post("/stock/transfers", response={201: dict[str, int]})
def carry(request: HttpRequest, wanted: StockTransferIn) -> HttpResponse:
    """Carry pieces from one location to another of the same company, once for each reference."""
    by = require(request, "inventory:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        way = (get_location(wanted.location).code, get_location(wanted.to).code)
        transfer_stock(
            sku_id=get_sku(wanted.sku).id, way=way, pieces=wanted.quantity, reference=wanted.reference, at=at, by=by
        )
        return 201, {"booked": wanted.quantity}

    return do_once(request, by, work)


@router.put("/stock/safety", response=dict[str, int])
def keep_back(request: HttpRequest, wanted: SafetyStockIn) -> HttpResponse:
    """Keep pieces back in a location."""
    by = require(request, "inventory:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        sku, location = get_sku(wanted.sku), get_location(wanted.location)
        keep_safety_stock(sku_id=sku.id, location_id=location.id, quantity=wanted.quantity, at=at, by=by)
        return 200, {"safety_stock": wanted.quantity}

    return do_once(request, by, work)


@router.post("/products", response={201: dict[str, str]})
def add_product(request: HttpRequest, product: ProductIn) -> HttpResponse:
    """Add a product with its SKU; with parts it becomes a kit. What it costs is said by whom prices are open to."""
    by = require(request, "catalog:write")
    if product.purchase_price is not None:
        require(request, "pricing:read")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        parts: Counter[int] = Counter()
        for part in product.parts:  # one that is named twice goes in twice
            parts[get_sku(part.sku).id] += part.quantity
        new = NewProduct(
            product.sku, product.name, product.tax_class, product.price, product.weight_g, product.barcode, product.bin,
            bool(parts), product.purchase_price,
        )  # fmt: skip
        if taken := find_alike(product.sku):
            raise CodeTaken(sku=taken)
        sku_id = create_products(products=[new])[product.sku]
        if parts:
            define_kit(kit_id=sku_id, parts=parts)
        return 201, {"sku": product.sku}

    return do_once(request, by, work)


add_list(router, MOVES, summary="Return stock moves in the order of their booking.")
add_list(router, BALANCES, summary="Return what lies where.")
add_list(router, PRODUCTS, summary="Return SKUs with their products.")
add_list(router, SHIPMENTS, summary="Return shipments in the order of packing, with parcels and tracking numbers.")
