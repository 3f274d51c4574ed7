"""What the order on a page comes to, and what of it is paid, from what the page has read already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kontor.backoffice.orders.columns import payment_badge
from kontor.backoffice.parts.forms import mark_text
from kontor.backoffice.typed import TypedWrong
from kontor.kernel.money import ZERO, Taxed
from kontor.orders.public import ChargeValue, LineValue, OrderState, OrderValue, lock_orders
from kontor.orders.tables import Order, OrderCharge, OrderLine
from kontor.payments.public import (
    PaymentMethod,
    PaymentRow,
    find_payment,
    list_receipts,
    lock_vouchers_of,
    still_to_come,
    sum_paid_by_vouchers,
)


def value_of(order: Order, lines: Sequence[OrderLine], charges: Sequence[OrderCharge]) -> OrderValue:
    """Return what an order comes to, of what is left of it and of what has left."""
    valued = (
        tuple(LineValue(**_told(it, LineValue)) for it in lines),
        tuple(ChargeValue(**_told(it, ChargeValue)) for it in charges),
    )
    return OrderValue(order.pk, order.currency, *valued)


def _told(row: OrderLine | OrderCharge, kind: type[LineValue | ChargeValue]) -> dict[str, Any]:
    told = {field.name: getattr(row, field.name) for field in fields(kind) if field.name != "agreed"}
    return told | {"agreed": Taxed(row.net, row.tax, row.gross)}


def mark_money(payment: PaymentRow | None) -> str:
    """Return by what the money of an order is known again: what came in, what went back or is on its way."""
    told = (payment.captured, payment.refunded, payment.refund_pending) if payment else ()
    return mark_text(" ".join(f"{it:.4f}" for it in told))


def check_money(order: Order, sent: Mapping[str, str], *, known: bool) -> None:
    """Refuse to book or give back what somebody else may have booked or given back since the page was opened, unless it is the
    same form once more (``known``). Locks: the order's vouchers, the order. Refuses: TypedWrong.
    """
    lock_vouchers_of([order.pk])
    lock_orders([order.pk])
    if not known and sent.get("money") not in (None, mark_money(find_payment(order.pk))):
        raise TypedWrong(
            _(
                "Somebody booked or gave back money of this order since you opened the page: look at it, then press again."
            ),
            "amount",
        )


def money_of(order: Order, payment: PaymentRow | None) -> dict[str, Any]:
    """Return what is still to be paid, what vouchers paid, what can be given back in money and to these, what came in by hand."""
    by_vouchers = sum_paid_by_vouchers([order.pk]).get(order.pk, ZERO)
    refundable = (payment.balance.refundable if payment else ZERO) + by_vouchers
    receipts = [it for it in list_receipts(order.pk) if it.by_hand] if payment and payment.captured else []
    return {
        "to_pay": _to_pay(order, payment),
        "by_vouchers": by_vouchers,
        "refundable": refundable,
        "receipts": receipts,
        "money_seen": mark_money(payment),
        "money_badge": payment_badge(order, payment),
    }


def _to_pay(order: Order, payment: PaymentRow | None) -> Decimal:
    if payment is None:
        return ZERO
    elsewhere = payment.account is not None or payment.method == PaymentMethod.MARKETPLACE
    ended = order.state == OrderState.CANCELLED
    return still_to_come(payment.lacking, elsewhere=elsewhere, ended=ended)
