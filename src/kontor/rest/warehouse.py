"""The steps of a warehouse: what is to be sent, pick lists, packing, the carrier's number, handing over."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field, model_validator

from kontor.flows.warehouse.dispatch import hand_over_parcels
from kontor.flows.warehouse.picking import pack_order, pick_pieces, report_short_pick, start_picking
from kontor.fulfilment.public import (
    FulfilmentState,
    FulfilmentUnknown,
    PartRow,
    get_pick_list_of_task,
    list_parts,
    list_tasks,
)
from kontor.locations.public import get_location, get_locations
from kontor.orders.public import get_orders
from kontor.rest.auth import require
from kontor.rest.once import do_once
from kontor.rest.schemas import MOST_PAGE, After, Body, Limit, RowId, is_row
from kontor.shipping.public import CARRIERS, ParcelUnknown, enter_number, find_parcel_order

router = Router(tags=["warehouse"])

_STATES = f"^({'|'.join(FulfilmentState.values)})?$"
_Pieces = Annotated[int, Field(gt=0, lt=2**31)]


class PartLine(Schema):
    """Pieces of a SKU in a fulfilment order."""

    sku: str
    quantity: int
    picked: int


class PartOut(Schema):
    """A fulfilment order: the part of an order that one location sends."""

    id: int
    order: str
    order_number: str
    location: str
    state: str
    ship_by: datetime | None
    lines: list[PartLine]


class PartPage(Schema):
    """A page of fulfilment orders; ``next`` goes into ``after`` of the next request, null on the last page."""

    fulfilment_orders: list[PartOut]
    next: int | None


class TaskOut(Schema):
    """Pieces of a SKU to be fetched out of a bin."""

    id: int
    fulfilment_order: int
    sku: str
    bin: str
    quantity: int
    picked: int
    missing: int


class PickListOut(Schema):
    """A round through the warehouse, bin by bin."""

    id: int
    tasks: list[TaskOut]


class PickListIn(Body):
    """The fulfilment orders of a round, all of one location."""

    fulfilment_orders: Annotated[list[RowId], Field(min_length=1, max_length=200)]


class PickIn(Body):
    """Pieces that are in the picker's hands, or that are not on the shelf. One of both."""

    picked: _Pieces | None = None
    missing: _Pieces | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> PickIn:
        if (self.picked is None) == (self.missing is None):
            raise ValueError("send picked or missing, and not both")
        return self


class PackedOut(Schema):
    """The shipment that a packed fulfilment order became; null where nothing of it was found."""

    shipment: int | None


class HandOverIn(Body):
    """Shipments that the carrier takes."""

    shipments: Annotated[list[RowId], Field(min_length=1, max_length=200)]


class NumberIn(Body):
    """The carrier that takes a parcel (dhl, dpd, gls, hermes, ups) and the number that it has there."""

    carrier: Annotated[str, Field(max_length=20, json_schema_extra={"enum": sorted(CARRIERS)})]
    number: Annotated[str, Field(min_length=8, max_length=40, pattern="^[A-Za-z0-9]+$")]


class NumberOut(Schema):
    """A parcel with the number that it has at a carrier."""

    parcel: int
    carrier: str
    number: str


class HandedOver(Schema):
    """What the carrier has taken."""

    shipments: list[int]


@router.get("/fulfilment-orders", response=PartPage)
def list_fulfilment_orders(
    request: HttpRequest,
    state: Annotated[str, Field(pattern=_STATES)] = "",
    location: Annotated[str, Field(max_length=40)] = "",
    after: After = 0,
    limit: Limit = MOST_PAGE,
) -> PartPage:
    """Return the fulfilment orders in a state, of one location or of all."""
    require(request, "fulfilment:read")
    place = get_location(location.replace("\x00", "")).id if location else None
    found = list_parts(state=state or None, location_id=place, after=after, most=limit + 1)
    told = _tell(found[:limit])
    return PartPage(fulfilment_orders=told, next=told[-1].id if len(found) > limit else None)


@router.post("/pick-lists", response={201: PickListOut})
def begin_pick_list(request: HttpRequest, wanted: PickListIn) -> HttpResponse:
    """Begin a round: from now on its orders are in work."""
    by = require(request, "fulfilment:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        _check_known(wanted.fulfilment_orders)
        return 201, _round(start_picking(fulfilment_order_ids=wanted.fulfilment_orders, at=at, by=by))

    return do_once(request, by, work)


@router.get("/pick-lists/{pick_list}", response=PickListOut)
def show_pick_list(request: HttpRequest, pick_list: int) -> dict[str, Any]:
    """Return a round with what is fetched of it."""
    require(request, "fulfilment:read")
    return _round(_row(pick_list))


@router.post("/pick-tasks/{task}", response=PickListOut)
def pick(request: HttpRequest, task: int, done: PickIn) -> HttpResponse:
    """Take down pieces that were fetched, or that are missing; what is missing is looked for elsewhere. Send an Idempotency-Key:
    without one a repeated request counts again.
    """
    by = require(request, "fulfilment:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        pick_list = get_pick_list_of_task(_row(task))
        if done.picked is not None:
            pick_pieces(task_id=task, quantity=done.picked, at=at, by=by)
        else:
            report_short_pick(task_id=task, missing=done.missing or 0, at=at, by=by)
        return 200, _round(pick_list)

    return do_once(request, by, work)


@router.post("/fulfilment-orders/{part}/pack", response=PackedOut)
def pack(request: HttpRequest, part: int) -> HttpResponse:
    """Close the box of a fulfilment order that is picked; its label is booked at once."""
    by = require(request, "fulfilment:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        _check_known([_row(part)])
        return 200, {"shipment": pack_order(fulfilment_order_id=part, at=at, by=by)}

    return do_once(request, by, work)


@router.put("/parcels/{parcel}/number", response=NumberOut)
def enter_parcel_number(request: HttpRequest, parcel: int, told: NumberIn) -> HttpResponse:
    """Take down the carrier and the number that a parcel was given elsewhere; buyer and channel are told it."""
    by = require(request, "fulfilment:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        order_id = find_parcel_order(_row(parcel))
        if order_id is None:
            raise ParcelUnknown(parcel=parcel)
        enter_number(order_id=order_id, parcel_id=parcel, carrier=told.carrier, number=told.number, at=at, by=by)
        return 200, {"parcel": parcel, "carrier": told.carrier, "number": told.number}

    return do_once(request, by, work)


@router.post("/shipments/hand-over", response=HandedOver)
def hand_over(request: HttpRequest, wanted: HandOverIn) -> HttpResponse:
    """The carrier takes shipments: goods out, invoices written, buyers and channels told. All of them, or none."""
    by = require(request, "fulfilment:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        hand_over_parcels(shipment_ids=wanted.shipments, at=at, by=by)
        return 200, {"shipments": sorted(set(wanted.shipments))}

    return do_once(request, by, work)


def _row(number: int) -> int:
    """Return the number of a row. Refuses: FulfilmentUnknown for one that none can have."""
    if not is_row(number):
        raise FulfilmentUnknown(asked=number)
    return number


def _check_known(ids: list[int]) -> None:
    """Refuses: FulfilmentUnknown."""
    known = {it.id for it in list_parts(state=None, location_id=None, after=0, most=len(ids), ids=ids)}
    if missing := sorted(set(ids) - known):
        raise FulfilmentUnknown(fulfilment_orders=missing)


def _round(pick_list_id: int) -> dict[str, Any]:
    tasks = [
        {
            "id": it.id, "fulfilment_order": it.fulfilment_order_id, "sku": it.sku, "bin": it.bin, "quantity": it.quantity,
            "picked": it.picked, "missing": it.missing,
        }
        for it in list_tasks(pick_list_id)
    ]  # fmt: skip
    return {"id": pick_list_id, "tasks": tasks}


def _tell(parts: list[PartRow]) -> list[PartOut]:
    orders, places = get_orders({it.order_id for it in parts}), get_locations()
    return [
        PartOut(
            id=it.id, order=str(orders[it.order_id].uuid), order_number=orders[it.order_id].number,
            location=places[it.location_id].code, state=it.state, ship_by=it.ship_by,
            lines=[PartLine(sku=sku, quantity=pieces, picked=picked) for sku, pieces, picked in it.lines],
        )
        for it in parts
    ]  # fmt: skip
