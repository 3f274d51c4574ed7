"""Give back to the vouchers of an order what they paid."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.payments.models import MoneyIntent, MoneyKind, Voucher, VoucherEntry, VoucherPurpose
from kontor.payments.queries import find_payment, list_voucher_uses
from kontor.platform.sql.lock_order import note_lock


def refund_to_vouchers(*, order_id: int, amount: Decimal, cause: str, at: datetime, by: Actor) -> Decimal:
    """Of a refund, what goes beyond the money that was received goes back to the multi-purpose vouchers that paid it, the one
    used last first. Returns how much of it is left to be given back in money; nothing for a cause that is known.

    Locks: the vouchers (the caller has locked them, the order and its payment).
    """
    reference = f"{order_id}:{cause}"[:60]
    payment = find_payment(order_id)
    known = VoucherEntry.objects.filter(order_id=order_id, kind="returned", reference=reference).exists()
    if (
        known
        or MoneyIntent.objects.filter(payment__order_id=order_id, kind=MoneyKind.REFUND, cause=cause[:80]).exists()
    ):
        return Decimal(0)
    over = amount - (payment.balance.refundable if payment else Decimal(0))
    for use in sorted(list_voucher_uses([order_id]), key=lambda it: -it.voucher_id):
        part = min(over, use.amount)
        if use.purpose != VoucherPurpose.MULTI or part <= 0:
            continue
        voucher = Voucher.objects.select_for_update(no_key=True).get(id=use.voucher_id)
        note_lock("vouchers", [voucher.id])
        voucher.left += part
        voucher.save(update_fields=["left"])
        VoucherEntry.objects.create(
            voucher=voucher, kind="returned", amount=part, order_id=order_id, reference=reference, at=at, by=str(by)
        )
        over -= part
        amount -= part
    return amount
