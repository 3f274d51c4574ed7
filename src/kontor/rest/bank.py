"""The bank: statements in, and what becomes of their lines."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from kontor.flows.money.bank import book_transaction, take_in_statement, take_off_order, take_out_again
from kontor.flows.money.overpaid import send_rest_back
from kontor.kernel.actor import Actor
from kontor.legal_entities.public import list_legal_entities
from kontor.orders.public import get_order, get_orders
from kontor.payments.public import (
    BankLineState,
    TransactionRow,
    get_transaction,
    list_shares,
    list_transactions,
    put_aside,
)
from kontor.rest.auth import require
from kontor.rest.finding import QueryWrong
from kontor.rest.once import do_once
from kontor.rest.schemas import MOST_PAGE, After, Body, Limit, is_row

router = Router(tags=["bank"])

_STATES = f"^({'|'.join(BankLineState.values)})?$"
_Amount = Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=4)]


class StatementIn(Body):
    """A bank's file: CAMT.052, .053, .054 or MT940. ``content``: its bytes in Base64; ``mine``: an account that nobody knows yet
    is the legal entity's own.
    """

    legal_entity: Annotated[str, Field(min_length=1, max_length=20)]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    content: Annotated[str, Field(min_length=1, max_length=28_000_000)]
    mine: bool = False


class StatementTaken(Schema):
    """What became of it: how many statements it holds (``again``: of them known word for word), how many new transactions, how
    many that were known, and of the new ones how many are booked by themselves and how many wait.
    """

    statements: int
    again: int
    transactions: int
    known: int
    booked: int
    open: int


class ShareOut(Schema):
    """What of a transaction an order has."""

    order: UUID
    order_number: str
    amount: Decimal


class TransactionOut(Schema):
    """A transaction on a bank account; ``left``: what no order has of it."""

    id: int
    account: str
    booked_on: date
    amount: Decimal
    left: Decimal
    currency: str
    name: str
    iban: str
    purpose: str
    end_to_end: str
    state: str
    shares: list[ShareOut]


class TransactionPage(Schema):
    """A page of transactions; ``next`` goes into ``after`` of the next request, null on the last page."""

    transactions: list[TransactionOut]
    next: int | None


class ShareIn(Body):
    """What of a transaction is booked on an order."""

    order: UUID
    amount: _Amount


class BookIn(Body):
    """The orders that a transaction pays."""

    shares: Annotated[list[ShareIn], Field(min_length=1, max_length=100)]


class OfOrder(Body):
    """The order that is meant."""

    order: UUID


class Nothing(Body):
    """Nothing has to be said."""


@router.get("/bank/transactions", response=TransactionPage)
def list_bank_transactions(
    request: HttpRequest,
    state: Annotated[str, Field(pattern=_STATES)] = "",
    after: After = 0,
    limit: Limit = MOST_PAGE,
) -> TransactionPage:
    """Return transactions on the bank accounts in a state, or all of them, in the order in which they were told."""
    require(request, "payments:read")
    found = list_transactions(state=state or None, after=after, most=limit + 1)
    told = _tell(found[:limit])
    return TransactionPage(transactions=told, next=told[-1].id if len(found) > limit else None)


@router.post("/bank/statements", response={201: StatementTaken})
def take_statement(request: HttpRequest, file: StatementIn) -> HttpResponse:
    """Take a bank's file in: it is read whole or refused; a transaction counts once however often it is told."""
    by = require(request, "payments:write")
    try:
        content = b64decode(file.content, validate=True)
    except (binascii.Error, ValueError):
        raise QueryWrong(field="content", reason="This is no Base64.") from None
    entity = next((it for it in list_legal_entities().values() if it.code == file.legal_entity), None)
    if entity is None:
        raise QueryWrong(field="legal_entity", reason="There is no such legal entity.")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        done = take_in_statement(
            content=content, name=file.name, legal_entity_id=entity.id, mine=file.mine, at=at, by=by
        )
        return 201, StatementTaken.model_validate(done, from_attributes=True).model_dump(mode="json")

    return do_once(request, by, work)


@router.post("/bank/transactions/{line}/book", response=TransactionOut)
def book(request: HttpRequest, line: int, wanted: BookIn) -> HttpResponse:
    """Say which orders a transaction pays, and how much of each; what is left of it waits."""
    return _settle(
        request, line,
        lambda at, by: book_transaction(
            transaction_id=line, shares=[(get_order(it.order).id, it.amount) for it in wanted.shares], at=at, by=by
        ),
    )  # fmt: skip


@router.post("/bank/transactions/{line}/put-aside", response=TransactionOut)
def set_aside(request: HttpRequest, line: int, nothing: Nothing) -> HttpResponse:
    """Put a transaction aside that is no business of an order."""
    return _settle(request, line, lambda at, by: put_aside(transaction_id=line, seen=None, at=at, by=by))


@router.post("/bank/transactions/{line}/reopen", response=TransactionOut)
def reopen(request: HttpRequest, line: int, nothing: Nothing) -> HttpResponse:
    """Have a transaction that was put aside by mistake wait again."""
    return _settle(request, line, lambda at, by: take_out_again(transaction_id=line, at=at, by=by))


@router.post("/bank/transactions/{line}/take-off", response=TransactionOut)
def take_off(request: HttpRequest, line: int, wrong: OfOrder) -> HttpResponse:
    """Take a transaction off an order that it was booked on by mistake."""
    return _settle(
        request, line,
        lambda at, by: take_off_order(transaction_id=line, order_id=get_order(wrong.order).id, at=at, by=by),
    )  # fmt: skip


@router.post("/bank/transactions/{line}/send-back", response=TransactionOut)
def send_back(request: HttpRequest, line: int, of: OfOrder) -> HttpResponse:
    """Give what is left of a transaction back to its sender, beyond what the order owes, with the next file for the bank."""
    return _settle(
        request, line,
        lambda at, by: send_rest_back(transaction_id=line, order_id=get_order(of.order).id, at=at, by=by),
    )  # fmt: skip


def _settle(request: HttpRequest, line: int, verb: Callable[[datetime, Actor], object]) -> HttpResponse:
    by = require(request, "payments:write")

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        # Refused where there is no such transaction, before anything else is looked at.
        get_transaction(line if is_row(line) else 0)
        verb(at, by)
        return 200, _tell([get_transaction(line)])[0].model_dump(mode="json")

    return do_once(request, by, work)


def _tell(rows: Sequence[TransactionRow]) -> list[TransactionOut]:
    shares = list_shares([it.id for it in rows])
    orders = get_orders({order_id for parts in shares.values() for order_id in parts})
    return [
        TransactionOut(
            id=it.id, account=it.account, booked_on=it.booked_on, amount=it.amount,
            left=it.amount - sum(shares.get(it.id, {}).values()), currency=it.currency, name=it.name, iban=it.iban,
            purpose=it.purpose, end_to_end=it.end_to_end, state=it.state,
            shares=[
                ShareOut(order=orders[key].uuid, order_number=orders[key].number, amount=amount)
                for key, amount in shares.get(it.id, {}).items()
            ],
        )
        for it in rows
    ]  # fmt: skip
