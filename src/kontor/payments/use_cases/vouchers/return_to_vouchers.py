"""Give back to vouchers what an order does not use any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.payments.models import Voucher, VoucherEntry
from kontor.payments.queries import list_voucher_uses
from kontor.platform.sql.lock_order import note_lock


def return_to_vouchers(*, needed: Mapping[int, tuple[Decimal, Decimal]], at: datetime, by: Actor) -> None:
    """What is cancelled frees what a voucher paid for it, the voucher used last first.

    ``needed``: order → what it still uses of single-purpose and of multi-purpose vouchers. Told again it changes nothing.
    Locks: the vouchers (the caller has locked the orders and their payments).
    """
    uses = list_voucher_uses(needed)
    locked = Voucher.objects.select_for_update(no_key=True).filter(id__in={it.voucher_id for it in uses}).order_by("id")
    vouchers = {voucher.id: voucher for voucher in locked}
    note_lock("vouchers", list(vouchers))
    uses = list_voucher_uses(needed)  # as it stands under the lock
    for order_id, (single, multi) in sorted(needed.items()):
        for purpose, due in (("single", single), ("multi", multi)):
            mine = [it for it in uses if it.order_id == order_id and it.purpose == purpose]
            over = sum((it.amount for it in mine), Decimal(0)) - due
            for use in sorted(mine, key=lambda it: -it.voucher_id):
                amount = min(over, use.amount)
                if amount <= 0:
                    continue
                over -= amount
                voucher = vouchers[use.voucher_id]
                voucher.left += amount
                voucher.save(update_fields=["left"])
                turn = VoucherEntry.objects.filter(voucher=voucher, kind="returned", order_id=order_id).count() + 1
                VoucherEntry.objects.create(
                    voucher=voucher, kind="returned", amount=amount, order_id=order_id,
                    reference=f"order:{order_id}:{turn}", at=at, by=str(by),
                )  # fmt: skip
