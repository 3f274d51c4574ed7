"""Orders: place one, place many, get, list, cancel, hold, lift, release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from kontor.catalog.public import list_sku_codes
from kontor.channels.ports import IncomingOrder
from kontor.channels.public import get_channel
from kontor.flows.money.collecting import ask_to_pay
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order
from kontor.orders.public import (
    NothingToCancel,
    OrderRow,
    get_charges,
    get_lines,
    get_order,
    hold_order,
    lift_hold,
    list_holds_of,
    lock_orders,
    release_orders,
    write_note,
)
from kontor.payments.public import find_payment
from kontor.rest.auth import require
from kontor.rest.intake import SAID_TO_BE_PAID, PlaceRequest, place_batch, writer
from kontor.rest.lists import add_list
from kontor.rest.matching import asks_for_match, require_match, tell
from kontor.rest.once import claim_by_reference, claim_of, do_once, respond
from kontor.rest.rows.orders import ORDERS
from kontor.rest.schemas import (
    CancelIn,
    ChargeOut,
    HoldIn,
    HoldOut,
    LineOut,
    ManyOrders,
    NoteIn,
    OrderOut,
    PaymentPageIn,
    PlacedOut,
    StateOut,
)

router = Router(tags=["orders"])


def _body_of(model: type[Any]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": _inline(schema)}}}}


def _inline(schema: dict[str, Any]) -> dict[str, Any]:
    """Put the definitions into the places that name them, so that the schema stands on its own."""
    known = schema.pop("$defs", {})

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                return walk(known[node["$ref"].rsplit("/", 1)[1]])
            return {name: walk(value) for name, value in node.items()}
        return [walk(item) for item in node] if isinstance(node, list) else node

    inlined: dict[str, Any] = walk(schema)
    return inlined


@router.post("/orders", response={201: PlacedOut, 200: PlacedOut}, openapi_extra=_body_of(IncomingOrder))
def place_order(request: HttpRequest) -> HttpResponse:
    """Place one order; one that is said to be paid needs the right to change payments, too. The answer is sent after its commit;
    a known order is answered 200 with ``new: false``.
    """
    by = require(request, "orders:write")
    claim = claim_of(request, by)
    order = IncomingOrder.model_validate_json(request.body)
    _check_paid(request, [order])
    answer = writer.submit(PlaceRequest(order, by, claim))
    return respond(answer.status, answer.body)


@router.post("/orders/batch", openapi_extra=_body_of(ManyOrders))
def place_many_orders(request: HttpRequest) -> HttpResponse:
    """Place up to 500 orders; each is answered in its place, one that is refused does not stop the others. Where one of them is
    said to be paid, the right to change payments is needed, too.
    """
    by = require(request, "orders:write")
    many = ManyOrders.model_validate_json(request.body)
    _check_paid(request, many.orders)
    answers = place_batch([PlaceRequest(order, by, None) for order in many.orders])
    parts = ", ".join(f'{{"status": {answer.status}, "body": {answer.body}}}' for answer in answers)
    return respond(200, f'{{"answers": [{parts}]}}')


def _check_paid(request: HttpRequest, orders: Sequence[IncomingOrder]) -> None:
    """Nobody says that an order is paid who may not say so of one that is there already. Refuses: NotAllowed."""
    if any(it.payment in SAID_TO_BE_PAID for it in orders):
        require(request, "payments:write")


@router.get("/orders/{uuid}", response=OrderOut)
def show_order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Return one order with its lines."""
    require(request, "orders:read")
    return tell(request, read_order(uuid))


def read_order(uuid: UUID) -> OrderOut:
    """Return an order as it is told. Refuses: OrderUnknown."""
    order = get_order(uuid)
    mine = get_lines([order.id])[order.id]
    codes, paid = list_sku_codes([line.sku_id for line in mine]), find_payment(order.id)
    lines = [
        LineOut(
            position=line.position, sku=codes[line.sku_id], title=line.title, unit_price=line.unit_price,
            price_source=line.price_source, vat_rate=line.rate, gross=line.gross, ordered=line.ordered,
            reserved=line.reserved, short=line.short, picked=line.picked, shipped=line.shipped, cancelled=line.cancelled,
        )
        for line in mine
    ]  # fmt: skip
    return OrderOut(
        uuid=order.uuid, number=order.number, channel=get_channel(order.channel_id).code, external_id=order.external_id,
        state=order.state, currency=order.currency, net=order.net, tax=order.tax, gross=order.gross,
        payment=order.payment, secured=order.secured_at is not None,
        received=paid.captured if paid else Decimal(0),
        given_back=paid.refunded if paid else Decimal(0), payment_link=paid.link if paid else "",
        ship_to=dict(order.ship_to), tags=order.tags,
        customer=order.customer_id, bill_to=None if order.bill_to is None else dict(order.bill_to), tax_case=order.tax_case,
        vat_id=order.vat_id, language=order.language,
        charges=[
            ChargeOut(kind=it.kind, title=it.title, vat_rate=it.rate, net=it.net, tax=it.tax, gross=it.gross)
            for it in get_charges([order.id])[order.id]
        ],
        holds=[HoldOut(reason=it.reason, note=it.note, placed_at=it.placed_at) for it in list_holds_of(order.id)],
        ordered_at=order.ordered_at, placed_at=order.placed_at, ship_by=order.ship_by, lines=lines,
    )  # fmt: skip


add_list(router, ORDERS, summary="Return orders, newest first, a page at a time.")


def held_order(request: HttpRequest, uuid: UUID) -> OrderRow:
    """Return an order that is changed, held where its sender says what he has seen. Refuses: OrderUnknown, ChangedSince."""
    order = get_order(uuid)
    if asks_for_match(request):
        lock_orders([order.id])
        require_match(request, read_order(uuid))
    return order


def _state(uuid: UUID) -> tuple[int, dict[str, Any]]:
    return 200, {"uuid": str(uuid), "state": get_order(uuid).state}


@router.post("/orders/{uuid}/cancel", response=StateOut)
def cancel_order(request: HttpRequest, uuid: UUID, wanted: CancelIn) -> HttpResponse:
    """Cancel an order, or pieces of its lines, until they are picked."""
    by = require(request, "orders:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        order = held_order(request, uuid)
        if wanted.lines is None:
            cancel_whole_order(order_id=order.id, reason=wanted.reason, at=at, by=by)
        else:
            by_position = {line.position: line.id for line in get_lines([order.id])[order.id]}
            if unknown := set(wanted.lines) - set(by_position):
                raise NothingToCancel("There is no such line in this order.", positions=sorted(unknown))
            pieces = {by_position[position]: count for position, count in wanted.lines.items()}
            reference = f"{wanted.reference or 'api'}:{at.timestamp()}"
            cancel_pieces(order_id=order.id, pieces=pieces, reference=reference, reason=wanted.reason, at=at, by=by)
        return _state(uuid)

    lines = sorted((wanted.lines or {}).items())
    named = claim_by_reference(uuid, "cancel", wanted.reference, lines, wanted.reason) if wanted.reference else None
    return do_once(request, by, work, named=named)


@router.post("/orders/{uuid}/hold", response=StateOut)
def hold(request: HttpRequest, uuid: UUID, wanted: HoldIn) -> HttpResponse:
    """Stop an order."""
    by = require(request, "orders:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        order = held_order(request, uuid)
        hold_order(order_id=order.id, reason=wanted.reason, note=wanted.note, at=at, by=by)
        return _state(uuid)

    return do_once(request, by, work)


@router.post("/orders/{uuid}/lift-hold", response=StateOut)
def lift(request: HttpRequest, uuid: UUID, wanted: HoldIn) -> HttpResponse:
    """Lift a hold."""
    by = require(request, "orders:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        order = held_order(request, uuid)
        lift_hold(order_id=order.id, reason=wanted.reason, at=at, by=by)
        return _state(uuid)

    return do_once(request, by, work)


@router.post("/orders/{uuid}/release", response=StateOut)
def release(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Release an order to the warehouse."""
    by = require(request, "orders:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        order = held_order(request, uuid)
        release_orders(order_ids=[order.id], at=at, by=by)
        return _state(uuid)

    return do_once(request, by, work)


@router.post("/orders/{uuid}/notes", response={201: None})
def note(request: HttpRequest, uuid: UUID, wanted: NoteIn) -> HttpResponse:
    """Write a note on an order."""
    by = require(request, "orders:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        write_note(order_id=get_order(uuid).id, text=wanted.text, at=at, by=by)
        return 201, {}

    return do_once(request, by, work)


@router.post("/orders/{uuid}/payment-page", response={202: StateOut})
def ask_for_payment(request: HttpRequest, uuid: UUID, asked: PaymentPageIn) -> HttpResponse:
    """Have a page made on which the buyer can pay; ``payment_link`` of the order tells it once it is there."""
    by = require(request, "payments:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        order = get_order(uuid)
        ask_to_pay(order_id=order.id, account_code=asked.account, at=at, by=by)
        return 202, {"uuid": str(uuid), "state": order.state}

    return do_once(request, by, work)
