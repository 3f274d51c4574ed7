"""Orders of one buyer leave in one parcel, one order in several; two customers are one; an invoice is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from kontor.channels.ports import Code
from kontor.customers.public import CustomerUnknown
from kontor.flows.money.four_eyes import correct_by_hand
from kontor.flows.people.same_buyer import divide_customers, join_customers
from kontor.flows.warehouse.merging import join_order, merge_orders, split_order, unmerge
from kontor.fulfilment.public import FulfilmentUnknown, get_order_ids
from kontor.invoicing.public import InvoiceUnknown
from kontor.kernel.actor import Actor
from kontor.orders.public import get_lines, get_order
from kontor.rest.auth import require
from kontor.rest.finding import QueryWrong
from kontor.rest.once import do_once
from kontor.rest.schemas import Body, RowId, is_row

router = Router(tags=["orders"])
_Pieces = Annotated[
    dict[int, Annotated[int, Field(ge=1, le=1_000_000, strict=True)]], Field(min_length=1, max_length=2000)
]


class MergeIn(Body):
    """Orders of the same buyer to the same address."""

    orders: Annotated[list[UUID], Field(min_length=2, max_length=100)]


class MergedOut(Schema):
    """The parcels that leave together, one for each location."""

    merges: list[int]


class SplitIn(Body):
    """How many pieces of which position leave apart."""

    pieces: _Pieces


class PartDone(Schema):
    """The fulfilment order that there is now."""

    fulfilment_order: int


class SameBuyer(Body):
    """The customer who is the same buyer, and goes."""

    gone: RowId


class JoinedOut(Schema):
    """The merge, by which it can be taken back."""

    merge: int


class CorrectionIn(Body):
    """What is taken back: so many pieces of positions of the invoice (from 1), or all that is left. ``reference`` names it: it is
    taken back once.
    """

    pieces: _Pieces | None
    reference: Annotated[Code, Field(max_length=38)]


class CorrectionOut(Schema):
    """Whether it is issued; else a second person has to agree."""

    issued: bool


def _do(request: HttpRequest, right: str, work: Callable[[datetime, Actor], dict[str, Any]]) -> HttpResponse:
    by = require(request, right)
    return do_once(request, by, lambda at: (200, work(at, by)))


def _part(number: int) -> int:
    """Return the number of a part. Refuses: FulfilmentUnknown."""
    if not (is_row(number) and get_order_ids(fulfilment_order_ids=[number])):
        raise FulfilmentUnknown(fulfilment_order=number)
    return number


@router.post("/fulfilment-orders/merge", response=MergedOut)
def merge(request: HttpRequest, wanted: MergeIn) -> HttpResponse:
    """Send orders of one buyer to one address in one parcel, for each location that sends parts of both."""
    return _do(
        request, "orders:write",
        lambda at, by: {
            "merges": merge_orders(order_ids=sorted({get_order(it).id for it in wanted.orders}), at=at, by=by)
        },
    )  # fmt: skip


@router.post("/fulfilment-orders/{part}/unmerge", response=PartDone)
def undo_merge(request: HttpRequest, part: int) -> HttpResponse:
    """Have a part leave on its own again, until the last one of its parcel is packed."""

    def work(at: datetime, by: Actor) -> dict[str, Any]:
        unmerge(fulfilment_order_id=_part(part), at=at, by=by)
        return {"fulfilment_order": part}

    return _do(request, "orders:write", work)


@router.post("/fulfilment-orders/{part}/split", response=PartDone)
def split(request: HttpRequest, part: int, wanted: SplitIn) -> HttpResponse:
    """Have pieces of an order leave apart from the rest, where the channel allows it; by the positions of the order."""

    def work(at: datetime, by: Actor) -> dict[str, Any]:
        (order_id,) = get_order_ids(fulfilment_order_ids=[_part(part)])
        lines = {line.position: line.id for line in get_lines([order_id])[order_id]}
        if unknown := sorted(set(wanted.pieces) - set(lines)):
            raise QueryWrong(field="pieces", reason=f"The order has no line {unknown[0]}.")
        pieces = {lines[position]: count for position, count in wanted.pieces.items()}
        return {"fulfilment_order": split_order(fulfilment_order_id=part, pieces=pieces, at=at, by=by)}

    return _do(request, "orders:write", work)


@router.post("/fulfilment-orders/{part}/join", response=PartDone)
def join(request: HttpRequest, part: int) -> HttpResponse:
    """Have what was split leave in one parcel again, until somebody picks of it."""
    return _do(
        request, "orders:write",
        lambda at, by: {"fulfilment_order": join_order(fulfilment_order_id=_part(part), at=at, by=by)},
    )  # fmt: skip


@router.post("/customers/{customer}/merge", response=JoinedOut)
def merge_customer(request: HttpRequest, customer: int, same: SameBuyer) -> HttpResponse:
    """Make two customers one: what the other ordered and will order is this one's."""
    if not is_row(customer):
        raise CustomerUnknown(customer=customer)
    return _do(
        request, "customers:write",
        lambda at, by: {"merge": join_customers(kept_id=customer, gone_id=same.gone, at=at, by=by)},
    )  # fmt: skip


@router.delete("/customers/merges/{merged}", response=JoinedOut)
def part_customer(request: HttpRequest, merged: int) -> HttpResponse:
    """Make two of one customer again, each with what he had."""

    def work(at: datetime, by: Actor) -> dict[str, Any]:
        divide_customers(merge_id=merged if is_row(merged) else 0, at=at, by=by)
        return {"merge": merged}

    return _do(request, "customers:write", work)


@router.post("/invoices/{invoice}/corrections", response={202: CorrectionOut})
def correct(request: HttpRequest, invoice: int, wanted: CorrectionIn) -> HttpResponse:
    """Take an invoice back, whole (``pieces`` null) or in part; above the limit of its company a second person has to agree."""
    by = require(request, "invoicing:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        if not is_row(invoice):
            raise InvoiceUnknown(invoice=invoice)
        form = f"api:{wanted.reference}"
        return 202, {"issued": correct_by_hand(invoice_id=invoice, pieces=wanted.pieces, form=form, at=at, by=by)}

    return do_once(request, by, work)
