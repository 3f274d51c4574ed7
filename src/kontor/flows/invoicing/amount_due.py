"""What an order owes once parts of it were cancelled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from kontor.invoicing.public import (
    InvoiceItem,
    InvoiceRow,
    list_alone_on_paper,
    list_corrected_of,
    list_documents,
    read_record,
    sum_documents,
)
from kontor.kernel.actor import Actor
from kontor.kernel.money import ZERO
from kontor.orders.public import value_orders
from kontor.payments.public import (
    VoucherPurpose,
    list_voucher_uses,
    lock_payments,
    lower_to_papers,
    return_to_vouchers,
    sum_paid_by_vouchers,
)


def owed_by(order_ids: Collection[int]) -> dict[int, Decimal]:
    """Return what orders owe: what is left of them comes to. Of those that were invoiced before they left, and in no other way
    since, their papers say it, so that the two cannot differ by a cent.
    """
    owed = {order_id: value.left for order_id, value in value_orders(order_ids).items()}
    for order_id, items in _items_on_papers(order_ids).items():
        owed[order_id] = sum((item.amount.gross for item in items), ZERO)
    return owed


def _items_on_papers(order_ids: Collection[int]) -> dict[int, list[InvoiceItem]]:
    """Return the positions of the papers of orders that were invoiced before they left and taken back by cancellations alone."""
    return _items_of(list_alone_on_paper(order_ids))


def _items_of(papers: Iterable[InvoiceRow]) -> dict[int, list[InvoiceItem]]:
    found: dict[int, list[InvoiceItem]] = {}
    for paper in papers:
        found.setdefault(paper.order_id, []).extend(read_record(paper.content, number=paper.number).items)
    return found


def settle_vouchers(owed: Mapping[int, Decimal], at: datetime, by: Actor) -> dict[int, Decimal]:
    """Give back to vouchers what orders do not use any more, and return what is left to be paid in money: of what a part comes to
    the voucher pays first. Locks: the payments, the vouchers (the caller has locked the orders).
    """
    uses = list_voucher_uses(owed)
    if not uses:
        return dict(owed)
    lock_payments(sorted({it.order_id for it in uses}))
    lowered = _lowered([it.order_id for it in uses if it.purpose == VoucherPurpose.SINGLE])
    paid: dict[int, Decimal] = {}
    for use in uses:
        if use.purpose == VoucherPurpose.MULTI:
            paid[use.order_id] = paid.get(use.order_id, ZERO) + use.amount
    needed = {
        order_id: (lowered.get(order_id, ZERO), min(paid.get(order_id, ZERO), owed[order_id]))
        for order_id in {it.order_id for it in uses}
    }
    return_to_vouchers(needed=needed, at=at, by=by)
    return {
        order_id: amount - (needed[order_id][1] if order_id in needed else ZERO) for order_id, amount in owed.items()
    }


def free_vouchers(order_ids: Collection[int], at: datetime, by: Actor) -> None:
    """What somebody took back of invoices by hand uses no single-purpose voucher any more: of orders of which no invoice follows,
    these get back what they lowered by it. What those of several purposes paid, somebody gives back. Locks: the vouchers (the
    caller has locked the orders).
    """
    uses = list_voucher_uses(order_ids)
    ended = list_wholly_invoiced({it.order_id for it in uses if it.purpose == VoucherPurpose.SINGLE})
    paid = sum_paid_by_vouchers(ended)
    needed = {
        order_id: (_sum_lowered(items), paid.get(order_id, ZERO))
        for order_id, items in _items_of(list_documents(ended)).items()
    }
    return_to_vouchers(needed=needed, at=at, by=by)


def _sum_lowered(items: Iterable[InvoiceItem]) -> Decimal:
    return sum((-item.amount.gross for item in items if item.voucher), ZERO)


def _lowered(order_ids: Collection[int]) -> dict[int, Decimal]:
    """Return how much single-purpose vouchers still lower orders, whose goods may be cancelled in part: as their papers say where
    these say what is owed.
    """
    papers = _items_on_papers(order_ids)
    found = {order_id: value.lowered for order_id, value in value_orders(set(order_ids) - set(papers)).items()}
    for order_id in set(order_ids) & set(papers):
        found[order_id] = _sum_lowered(papers[order_id])
    return found


def list_wholly_invoiced(order_ids: Collection[int]) -> set[int]:
    """Return those of the orders of which no invoice follows: all that was not cancelled is invoiced."""
    return {order_id for order_id, value in value_orders(order_ids).items() if value.wholly_invoiced}


def asked_by_papers(order_ids: Collection[int]) -> dict[int, Decimal]:
    """Return what the papers of those of the orders ask for in money of which no invoice follows: vouchers pay of it first."""
    ended = list_wholly_invoiced(order_ids)
    asked, vouchers = sum_documents(ended), sum_paid_by_vouchers(ended)
    return {order_id: asked.get(order_id, ZERO) - vouchers.get(order_id, ZERO) for order_id in sorted(ended)}


def follow_corrections(order_ids: Collection[int], at: datetime, by: Actor) -> None:
    """What somebody took back of invoices by hand is not owed, and uses no single-purpose voucher. Locks: the vouchers, the
    payments (the caller has locked the orders).
    """
    free_vouchers(list_corrected_of(order_ids), at, by)
    lower_corrected(order_ids, at, by)


def lower_corrected(order_ids: Collection[int], at: datetime, by: Actor) -> None:
    """What somebody took back of invoices by hand is not owed, as far as it is not paid. Locks: the payments (the caller has
    locked the orders).
    """
    lower_to_papers(asked=asked_by_papers(list_corrected_of(order_ids)), at=at, by=by)
