"""Orders change by the API until they are picked or invoiced: what they hold, where they go, how they are paid, their tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from kontor.channels.ports import Amount, Code, IncomingAddress, IncomingCharge, IncomingLine, Text, VatId
from kontor.flows.money.bank import take_off_by_hand
from kontor.flows.money.four_eyes import refund_by_hand
from kontor.flows.selling.amending import readdress_order
from kontor.flows.selling.payment import book_payment
from kontor.flows.selling.resolving import to_address
from kontor.flows.selling.revising import Revision, change_payment_kind, plan_revision, revise_order
from kontor.flows.warehouse.cancellation import recall_from_warehouse
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.orders.public import (
    OrderRow,
    WantedLine,
    change_invoice_address,
    get_lines,
    get_order,
    tag_order,
)
from kontor.payments.public import list_entries, list_receipts
from kontor.platform.sql.idempotency import KeyClaim
from kontor.rest.auth import require
from kontor.rest.finding import QueryWrong
from kontor.rest.matching import with_tag
from kontor.rest.once import claim_by_reference, do_once
from kontor.rest.orders import held_order, read_order
from kontor.rest.schemas import Body, OrderOut

router = Router(tags=["orders"])
Work = Callable[[OrderRow, datetime, Actor], Any]


class LineWanted(Body):
    """So many pieces of a line that is there, at a price as the channel prices (with VAT or without)."""

    position: Annotated[int, Field(ge=1, le=100_000, examples=[1])]
    quantity: Annotated[int, Field(ge=1, le=1_000_000, strict=True, examples=[2])]
    unit_price: Annotated[Amount, Field(examples=["39.90"])]


class ContentsIn(Body):
    """What an order holds from now on: a line that is not named is taken out, charges are these alone."""

    lines: Annotated[list[LineWanted], Field(max_length=2000)]
    added: Annotated[list[IncomingLine], Field(max_length=2000)] = []
    charges: Annotated[list[IncomingCharge], Field(max_length=100)] = []
    vat_id: VatId = ""


class PlannedOut(Schema):
    """What an order would come to."""

    net: Decimal
    tax: Decimal
    gross: Decimal


class PaymentKindIn(Body):
    """How an order is paid until money came in."""

    method: Literal["prepayment", "invoice"]


class TagsIn(Body):
    """All tags of an order."""

    tags: Annotated[list[Code], Field(max_length=50)]


class MoneyIn(Body):
    """Money that came in. ``reference`` names it: it is booked once. ``booked_on``: the day of the bank."""

    amount: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]
    reference: Annotated[Code, Field(max_length=80)]
    booked_on: Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2100, 1, 1))] | None = None


class WrongPaymentIn(Body):
    """A payment that was booked by mistake, by its reference."""

    reference: Annotated[Code, Field(max_length=120)]


class RefundIn(Body):
    """Money to be given back. ``reference`` names it: it is given back once."""

    amount: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]
    reference: Annotated[Code, Field(max_length=38)]
    reason: Text = ""


class RefundOut(Schema):
    """Whether the money is on its way; else a second person has to agree."""

    on_its_way: bool


def _change(
    request: HttpRequest, uuid: UUID, right: str, work: Work, *, named: KeyClaim | None = None
) -> HttpResponse:  # fmt: skip
    """Change an order and answer with it as it is then."""
    by = require(request, right)
    require(request, "orders:read")  # the answer is the whole order

    def run(at: datetime) -> tuple[int, dict[str, Any]]:
        work(held_order(request, uuid), at, by)
        return 200, read_order(uuid).model_dump(mode="json")

    return with_tag(do_once(request, by, run, named=named))


def _revision_of(order: OrderRow, wanted: ContentsIn) -> Revision:
    """Return what is wanted by the ids of lines. Refuses: QueryWrong."""
    known: Mapping[int, int] = {line.position: line.id for line in get_lines([order.id])[order.id]}
    if unknown := [it.position for it in wanted.lines if it.position not in known]:
        raise QueryWrong(field="lines", reason=f"The order has no line {unknown[0]}.")
    lines = [WantedLine(known[it.position], it.quantity, it.unit_price) for it in wanted.lines]
    return Revision(lines, wanted.added, wanted.charges, wanted.vat_id)


@router.put("/orders/{uuid}/contents", response=OrderOut)
def change_contents(request: HttpRequest, uuid: UUID, wanted: ContentsIn) -> HttpResponse:
    """Change lines, quantities, prices and charges; what is owed follows. With If-Match only what you have read."""
    return _change(
        request, uuid, "orders:write",
        lambda order, at, by: revise_order(order_id=order.id, revision=_revision_of(order, wanted), at=at, by=by),
    )  # fmt: skip


@router.post("/orders/{uuid}/contents/plan", response=PlannedOut)
def plan_contents(request: HttpRequest, uuid: UUID, wanted: ContentsIn) -> PlannedOut:
    """Return what the order would come to, and write nothing."""
    require(request, "orders:write")
    order = get_order(uuid)
    planned = plan_revision(order_id=order.id, revision=_revision_of(order, wanted), at=read_clock()).total
    return PlannedOut(net=planned.net, tax=planned.tax, gross=planned.gross)


@router.put("/orders/{uuid}/address", response=OrderOut)
def change_address(request: HttpRequest, uuid: UUID, address: IncomingAddress) -> HttpResponse:
    """Send an order elsewhere; tax and location are decided anew."""
    return _change(
        request, uuid, "orders:write",
        lambda order, at, by: readdress_order(order_id=order.id, ship_to=to_address(address), by_hand=True, at=at, by=by),
    )  # fmt: skip


@router.put("/orders/{uuid}/invoice-address", response=OrderOut)
def invoice_elsewhere(request: HttpRequest, uuid: UUID, address: IncomingAddress) -> HttpResponse:
    """Invoice an order to another address than it goes to."""
    return _change(
        request, uuid, "orders:write",
        lambda order, at, by: change_invoice_address(order_id=order.id, bill_to=to_address(address), at=at, by=by),
    )  # fmt: skip


@router.delete("/orders/{uuid}/invoice-address", response=OrderOut)
def invoice_where_it_goes(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Invoice an order to where it goes."""
    return _change(
        request, uuid, "orders:write",
        lambda order, at, by: change_invoice_address(order_id=order.id, bill_to=None, at=at, by=by),
    )  # fmt: skip


@router.put("/orders/{uuid}/payment", response=OrderOut)
def change_payment(request: HttpRequest, uuid: UUID, wanted: PaymentKindIn) -> HttpResponse:
    """Have an order paid beforehand or on account, until money came in."""
    return _change(
        request, uuid, "payments:write",
        lambda order, at, by: change_payment_kind(order_id=order.id, method=wanted.method, at=at, by=by),
    )  # fmt: skip


@router.put("/orders/{uuid}/tags", response=OrderOut)
def change_tags(request: HttpRequest, uuid: UUID, wanted: TagsIn) -> HttpResponse:
    """Give an order these tags and no other."""
    return _change(
        request, uuid, "orders:write",
        lambda order, at, by: tag_order(order_id=order.id, tags=list(dict.fromkeys(wanted.tags)), at=at, by=by),
    )  # fmt: skip


@router.post("/orders/{uuid}/recall", response=OrderOut)
def recall(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take an order back from the warehouse, until a piece is picked."""
    return _change(
        request, uuid, "orders:write",
        lambda order, at, by: recall_from_warehouse(order_id=order.id, at=at, by=by),
    )  # fmt: skip


@router.post("/orders/{uuid}/payments", response=OrderOut)
def receive_money(request: HttpRequest, uuid: UUID, money: MoneyIn) -> HttpResponse:
    """Book money that came in for an order, once for each reference; what was taken off comes again under another one."""
    require(request, "payments:write")
    told: list[object] = [money.amount, money.booked_on]
    # What was taken off is told once more by mistake or on purpose: neither is a repeated word, nor silently nothing.
    off = ("unbooked", f"api:{money.reference}")
    told += [it.kind for it in list_entries(order_ids=[get_order(uuid).id]) if (it.kind, it.reference) == off]
    return _change(
        request, uuid, "payments:write",
        lambda order, at, by: book_payment(
            order_id=order.id, amount=money.amount, reference=f"api:{money.reference}", booked_on=money.booked_on, at=at, by=by
        ),
        named=claim_by_reference(uuid, "payment", money.reference, *told),
    )  # fmt: skip


@router.post("/orders/{uuid}/payments/take-off", response=OrderOut)
def take_money_off(request: HttpRequest, uuid: UUID, wrong: WrongPaymentIn) -> HttpResponse:
    """Take money off an order that was booked by mistake and never came; what a line of the bank brought is taken off there."""
    names = (f"api:{wrong.reference}", wrong.reference)
    return _change(
        request, uuid, "payments:write",
        lambda order, at, by: take_off_by_hand(
            order_id=order.id, at=at, by=by,
            receipt_id=next((it.id for it in list_receipts(order.id) if it.reference in names), 0),
        ),
    )  # fmt: skip


@router.post("/orders/{uuid}/refunds", response={202: RefundOut})
def refund(request: HttpRequest, uuid: UUID, money: RefundIn) -> HttpResponse:
    """Give money of an order back, once for each reference; above the limit of the legal entity a second person has to agree."""
    by = require(request, "payments:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        order_id = get_order(uuid).id
        gone = refund_by_hand(
            order_id=order_id, amount=money.amount, form=f"api:{money.reference}", reason=money.reason, at=at, by=by
        )
        return 202, {"on_its_way": gone}

    return do_once(request, by, work, named=claim_by_reference(uuid, "refund", money.reference, money.amount, ""))
