"""Cancellations that a channel tells after the fact: tied to the order they take back where customer and SKU tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from kontor.catalog.public import list_sku_ids
from kontor.customers.public import list_customers_keyed
from kontor.flows.warehouse.cancellation import cancel_pieces
from kontor.kernel.actor import Actor
from kontor.kernel.errors import Refused
from kontor.orders.public import (
    CancellableLine,
    ToldCancellation,
    find_cancellable_line,
    list_known_cancellations,
    lock_orders,
    move_pieces,
    record_cancellations,
)


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A line of a cancellation: so many pieces of a SKU of a customer, told at a moment."""

    external_id: str
    customer_key: str
    sku_code: str
    quantity: int
    amount: Decimal
    at: datetime


def take_back(*, channel_id: int, told: Sequence[TakeBack], history: bool, at: datetime, by: Actor) -> dict[str, str]:
    """Each is tied to the order it takes back, or said to be untied; what has not been picked is cancelled.

    Returns the outcome of each new one by its external id; those known before are left out.
    """
    known = list_known_cancellations(channel_id, [item.external_id for item in told])
    fresh = [item for item in told if item.external_id not in known]
    customers = list_customers_keyed({item.customer_key for item in fresh})
    skus = list_sku_ids({item.sku_code for item in fresh})
    rows = []
    for item in fresh:
        line = None
        if item.customer_key in customers and item.sku_code in skus:
            line = find_cancellable_line(
                customer_id=customers[item.customer_key], sku_id=skus[item.sku_code], quantity=item.quantity,
                before=item.at,
            )  # fmt: skip
        outcome = "untied" if line is None else _apply(item, line, history=history, at=at, by=by)
        rows.append(
            ToldCancellation(
                channel_id, item.external_id, line.line_id if line else None, item.sku_code, item.quantity, item.amount,
                outcome, item.at,
            )
        )  # fmt: skip
    record_cancellations(cancellations=rows)
    return {row.external_id: row.outcome for row in rows}


def _apply(item: TakeBack, line: CancellableLine, *, history: bool, at: datetime, by: Actor) -> str:
    if history:
        lock_orders([line.order_id])
        move_pieces(kind="returned", pieces=[(line.line_id, item.quantity)], reference=item.external_id, at=at, by=by)
        return "returned"
    try:
        with transaction.atomic():
            cancel_pieces(
                order_id=line.order_id,
                pieces={line.line_id: item.quantity},
                reference=item.external_id,
                at=at,
                by=by,
            )
    except Refused:
        return "needs_return"  # picked, packed or gone already: it comes back as a return
    return "cancelled"
