"""Place orders."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kontor.kernel.actor import Actor
from kontor.kernel.address import Address
from kontor.kernel.ids import new_uuid
from kontor.kernel.money import Taxed
from kontor.orders.errors import NoLines
from kontor.orders.events import OrderPlaced
from kontor.orders.models import NewCharge, NewLine, Order, OrderCharge, OrderNote, insert_lines
from kontor.platform.sql.bulk import array_literal, insert_rows
from kontor.platform.sql.lock_order import note_created

# Order numbers begin here, so that the first one does not look like a first one.
FIRST_NUMBER = 100_000


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order whose listings, customer, totals and stock are known. Ids are drawn by the caller for the batch."""

    order_id: int
    line_ids: tuple[int, ...]
    legal_entity_id: int
    channel_id: int
    external_id: str
    customer_id: int
    currency: str
    total: Taxed
    payment: str
    ship_to: Address
    bill_to: Address | None
    language: str
    ordered_at: datetime
    ship_by: datetime | None
    lines: tuple[NewLine, ...]
    charges: tuple[NewCharge, ...] = ()
    note: str = ""
    tags: tuple[str, ...] = ()
    acknowledge_by: datetime | None = None
    state: str = "PLACED"
    payment_account: str = ""
    payment_reference: str = ""
    tax_case: str = "domestic"
    vat_id: str = ""
    told_total: Decimal | None = None
    told_tax: Decimal | None = None
    uuid: UUID = field(default_factory=new_uuid)

    @property
    def number(self) -> str:
        """Return the order's number for people."""
        return str(FIRST_NUMBER + self.order_id)


def place_orders(*, orders: Sequence[NewOrder], at: datetime, by: Actor) -> list[OrderPlaced]:
    """An order is accepted with every line reserved or short, never silently dropped; one statement per table.

    Returns the news, which the flow tells once stock and reasons are written too. Refuses: NoLines.
    """
    if any(not order.lines for order in orders):
        raise NoLines()
    note_created("orders", [order.order_id for order in orders])
    _insert_orders(orders, at)
    _insert_lines(orders, at, by)
    charges = [(order, charge) for order in orders for charge in order.charges]
    insert_rows(
        OrderCharge,
        {
            "order": [order.order_id for order, _ in charges],
            "kind": [charge.kind for _, charge in charges],
            "title": [charge.title for _, charge in charges],
            "tax_class": [charge.tax_class for _, charge in charges],
            "rate": [charge.rate for _, charge in charges],
            "net": [charge.amount.net for _, charge in charges],
            "tax": [charge.amount.tax for _, charge in charges],
            "gross": [charge.amount.gross for _, charge in charges],
        },
    )
    noted = [order for order in orders if order.note]
    insert_rows(
        OrderNote,
        {
            "order": [order.order_id for order in noted],
            "text": [order.note for order in noted],
            "at": at,
            "by": str(by),
        },
    )
    return [OrderPlaced(order.order_id, order.number) for order in orders]


def _insert_orders(orders: Sequence[NewOrder], at: datetime) -> None:
    insert_rows(
        Order,
        {
            "id": [order.order_id for order in orders],
            "uuid": [order.uuid for order in orders],
            "number": [order.number for order in orders],
            "legal_entity": [order.legal_entity_id for order in orders],
            "channel": [order.channel_id for order in orders],
            "external_id": [order.external_id for order in orders],
            "customer": [order.customer_id for order in orders],
            "state": [order.state for order in orders],
            "currency": [order.currency for order in orders],
            "net": [order.total.net for order in orders],
            "tax": [order.total.tax for order in orders],
            "gross": [order.total.gross for order in orders],
            "payment": [order.payment for order in orders],
            "payment_account": [order.payment_account[:40] for order in orders],
            "payment_reference": [order.payment_reference[:120] for order in orders],
            "tax_case": [order.tax_case for order in orders],
            "vat_id": [order.vat_id for order in orders],
            "told_total": [order.told_total for order in orders],
            # Few orders have any of these.
            **({"told_tax": [it.told_tax for it in orders]} if any(it.told_tax is not None for it in orders) else {}),
            **({"tags": [array_literal(it.tags) for it in orders]} if any(it.tags for it in orders) else {}),
            "ship_to": [json.dumps(order.ship_to.as_dict()) for order in orders],
            "bill_to": [json.dumps(order.bill_to.as_dict()) if order.bill_to else None for order in orders],
            "language": [order.language for order in orders],
            "ordered_at": [order.ordered_at for order in orders],
            "placed_at": at,
            "ship_by": [order.ship_by for order in orders],
            "acknowledge_by": [order.acknowledge_by for order in orders],
        },
    )


def _insert_lines(orders: Sequence[NewOrder], at: datetime, by: Actor) -> None:
    rows = [(order.order_id, position, line) for order in orders for position, line in enumerate(order.lines, 1)]
    insert_lines(ids=[line_id for order in orders for line_id in order.line_ids], rows=rows, at=at, by=by)
