"""Rows of articles, stock, its moves and shipments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Schema

from kontor.catalog.public import get_articles, list_barcodes
from kontor.fulfilment.public import list_shipments
from kontor.inventory.public import get_balances, get_moves
from kontor.locations.public import get_locations
from kontor.orders.public import get_orders
from kontor.rest.lists import Row, RowList
from kontor.shipping.public import get_parcels


class ProductRow(Row):
    """A SKU with its product. ``product`` groups the variants of one article."""

    sku: str
    name: str
    variant: str
    product: int
    barcodes: list[str]
    tax_class: str
    price: Decimal | None
    weight_g: int
    is_kit: bool
    active: bool


def tell_products(ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return SKUs by their ids."""
    barcodes = list_barcodes(ids)
    return {
        key: {
            "sku": it.code, "name": it.name, "variant": it.variant, "product": it.product_id, "barcodes": barcodes[key],
            "tax_class": it.tax_class, "price": it.price, "weight_g": it.weight_g, "is_kit": it.is_kit, "active": it.active,
        }
        for key, it in get_articles(ids).items()
    }  # fmt: skip


class BalanceRow(Row):
    """What lies of a SKU in a location, how much of it is promised, kept back, and may still be sold."""

    sku: str
    location: str
    on_hand: int
    reserved: int
    safety_stock: int
    sellable: int


def tell_balances(ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return balances by their ids."""
    return {
        key: {
            "sku": it.sku, "location": it.location, "on_hand": it.on_hand, "reserved": it.reserved,
            "safety_stock": it.safety_stock, "sellable": it.sellable,
        }
        for key, it in get_balances(ids).items()
    }  # fmt: skip


class MoveRow(Row):
    """An entry of the stock ledger."""

    id: int
    sku: str
    location: str
    kind: str
    quantity: int
    cause: str
    at: datetime
    by: str


def tell_moves(ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return stock moves by their ids."""
    return {
        key: {
            "id": it.id, "sku": it.sku, "location": it.location, "kind": it.kind, "quantity": it.quantity, "cause": it.cause,
            "at": it.at, "by": it.by,
        }
        for key, it in get_moves(ids).items()
    }  # fmt: skip


class ParcelOut(Schema):
    """A parcel."""

    carrier: str
    tracking_number: str


class ShipmentRow(Row):
    """Goods that leave together, with their parcels; ``lines``: SKU → pieces."""

    id: int
    order: UUID
    order_number: str
    location: str
    packed_at: datetime
    dispatched_at: datetime | None
    parcels: list[ParcelOut]
    lines: dict[str, int]


def tell_shipments(ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """Return shipments by their ids."""
    found = list_shipments(ids)
    orders, places = get_orders({it.order_id for it in found}), get_locations()
    parcels: dict[int, list[ParcelOut]] = {}
    for parcel in get_parcels([it.id for it in found]):
        out = ParcelOut(carrier=parcel.carrier, tracking_number=parcel.tracking_number)
        parcels.setdefault(parcel.shipment_id, []).append(out)
    return {
        it.id: {
            "id": it.id, "order": orders[it.order_id].uuid, "order_number": orders[it.order_id].number,
            "location": places[it.location_id].code, "packed_at": it.packed_at, "dispatched_at": it.dispatched_at,
            "parcels": parcels.get(it.id, []), "lines": {line.sku: line.quantity for line in it.lines},
        }
        for it in found
    }  # fmt: skip


PRODUCTS = RowList("/products", "products", "articles", ProductRow, tell_products, sort="id")
BALANCES = RowList("/stock", "stock", "stock", BalanceRow, tell_balances, sort="id")
MOVES = RowList("/stock/moves", "moves", "moves", MoveRow, tell_moves, sort="id")
SHIPMENTS = RowList("/shipments", "shipments", "shipments", ShipmentRow, tell_shipments, sort="id")
