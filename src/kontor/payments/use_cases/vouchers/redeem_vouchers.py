"""Redeem vouchers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kontor.kernel.actor import Actor
from kontor.payments.models import VoucherEntry
from kontor.platform.sql.bulk import execute, insert_rows
from kontor.platform.sql.lock_order import note_lock


@dataclass(frozen=True, slots=True)
class VoucherUse:
    """So much of a voucher is used by an order."""

    voucher_id: int
    order_id: int
    amount: Decimal


def redeem_vouchers(*, uses: Sequence[VoucherUse], at: datetime, by: Actor) -> None:
    """What an order uses of a voucher is gone from it at once. The caller has locked the vouchers and judged the amounts; the
    database refuses more than is left.
    """
    if not uses:
        return
    note_lock("vouchers", sorted({it.voucher_id for it in uses}))
    execute(
        'UPDATE payments_voucher v SET "left" = v."left" - used.amount FROM (SELECT id, sum(amount) AS amount'
        " FROM unnest(%s::bigint[], %s::numeric[]) AS u(id, amount) GROUP BY id) AS used WHERE v.id = used.id",
        [[it.voucher_id for it in uses], [it.amount for it in uses]],
    )
    insert_rows(
        VoucherEntry,
        {
            "voucher": [it.voucher_id for it in uses], "kind": "redeemed", "amount": [it.amount for it in uses],
            "order_id": [it.order_id for it in uses], "reference": [f"order:{it.order_id}" for it in uses], "at": at,
            "by": str(by),
        },
    )  # fmt: skip
