"""Payment: what an order owes is opened with it; once the money is certain, the order goes to the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from kontor.channels.public import Capability, list_accounts
from kontor.flows.selling.vat_ids import ask_register
from kontor.flows.warehouse.cancellation import stop_order
from kontor.invoicing.public import InvoiceDue
from kontor.kernel.actor import Actor
from kontor.kernel.clock import local_day
from kontor.kernel.money import ZERO, unit_of
from kontor.legal_entities.public import get_legal_entity
from kontor.orders.public import (
    OrderHoldLifted,
    OrderPlaced,
    OrderState,
    count_parts,
    get_order_row,
    get_orders,
    list_undeliverable,
    list_waiting_for_money,
    list_with_cancellations,
    lock_order_rows,
    lock_orders,
    release_orders,
    secure_orders,
)
from kontor.payments.public import (
    Debt,
    MoneyLeftOver,
    PaymentSecured,
    Receipt,
    check_day,
    list_secured,
    open_payments,
    receive_payments,
    sum_paid_by_vouchers,
)
from kontor.platform.post.outbox import publish
from kontor.pricing.public import differs_beyond_rounding


def open_order_payments(*, news: Sequence[OrderPlaced], at: datetime, by: Actor) -> None:
    """Every placed order gets its payment; paid ones are secured at once.

    Locks: the orders.
    """
    lock_order_rows([item.order_id for item in news])
    open_payments_of(order_ids=[item.order_id for item in news], at=at, by=by)
    _ask_invoices([item.order_id for item in news], at, by)


def open_payments_of(*, order_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """Open the payments of orders that have none yet, and judge these before their money lets them go: one whose VAT is not what
    the shop charged waits, and one that is free of VAT, for the register. What was paid elsewhere for pieces that were cancelled
    before is left over.

    Tells: PaymentSecured, MoneyLeftOver. Locks: none (the caller has locked the orders).
    """
    orders = get_orders(order_ids)
    paid = sum_paid_by_vouchers(list(orders))
    debts = [
        Debt(it.id, it.payment, it.gross - paid.get(it.id, ZERO), it.currency, it.payment_account, it.payment_reference)
        for it in orders.values()
    ]
    new = open_payments(debts=debts, at=at, by=by)
    too_much = sorted({it for it, whole in new.items() if whole} & list_with_cancellations(order_ids))
    publish([MoneyLeftOver(order_id) for order_id in too_much], at=at, by=by)
    _compare_tax(list(new), at, by)
    ask_register(order_ids=list(new), at=at, by=by)


def _compare_tax(order_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """Hold orders whose VAT here is another than what the shop charged: who is right, a person decides before it is invoiced."""
    told = [it for it in list_waiting_for_money(order_ids).values() if it.told_tax is not None]
    parts = count_parts([it.id for it in told])
    for order in told:
        assert order.told_tax is not None
        if differs_beyond_rounding(
            told=order.told_tax, ours=order.tax, parts=parts[order.id], unit=unit_of(order.currency)
        ):
            note = f"Shop {order.told_tax:.2f} ≠ Kontor {order.tax:.2f} {order.currency}".replace(".", ",")
            stop_order(order_id=order.id, reason="tax", note=note, at=at, by=by)


def release_paid_orders(*, news: Sequence[PaymentSecured], at: datetime, by: Actor) -> None:
    """A paid order is released unless somebody holds it. Locks: the orders."""
    told = sorted({item.order_id for item in news})
    lock_order_rows(told)
    # Since it was told the order may have been changed to cost more: what counts is what holds now, behind the lock.
    order_ids = sorted(list_secured(told))
    secure_orders(order_ids=order_ids, at=at)
    release_ready(order_ids=order_ids, at=at, by=by)


def release_freed_orders(*, news: Sequence[OrderHoldLifted], at: datetime, by: Actor) -> None:
    """An order whose last hold was lifted goes on if it is paid for. Locks: the orders."""
    _ask_invoices([item.order_id for item in news], at, by)
    release_ready(order_ids=sorted({item.order_id for item in news}), at=at, by=by)


def release_ready(*, order_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """What is paid for and can be delivered goes to the warehouse; what has an incomplete address is held and says what it lacks.

    Held, unpaid and ended orders stay where they are. Locks: the orders.
    """
    for order_id, missing in list_undeliverable(order_ids).items():
        stop_order(order_id=order_id, reason="address", note=", ".join(missing), at=at, by=by)
    release_orders(order_ids=order_ids, leave_unready=True, at=at, by=by)


def _ask_invoices(order_ids: Sequence[int], at: datetime, by: Actor) -> None:
    """Where a channel's orders are invoiced as they come in, this is the moment; one that is held waits."""
    early = [it.id for it in list_accounts().values() if Capability.INVOICE_AT_ORDER in it.capabilities]
    if early:
        due = [it.id for it in get_orders(order_ids).values() if it.channel_id in early and it.state != OrderState.HELD]
        publish([InvoiceDue(order_id) for order_id in due], at=at, by=by)


def book_payment(
    *, order_id: int, amount: Decimal, reference: str, booked_on: date | None = None, at: datetime, by: Actor
) -> bool:
    """Money that came in for an order is booked once, on the bank's day; True once the order is paid for.

    Refuses: DayToCome. Locks: the order, its payment.
    """
    lock_orders([order_id])
    entity = get_legal_entity(get_order_row(order_id).legal_entity_id)
    check_day(booked_on, today=local_day(at, entity.timezone))
    # Money may come before anybody heard of the order.
    open_payments_of(order_ids=[order_id], at=at, by=by)
    receipt = Receipt(order_id, amount, reference, booked_on)
    return receive_payments(receipts=[receipt], at=at, by=by)[order_id]
