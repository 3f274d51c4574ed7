"""Vouchers and what was used of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kontor.payments.models import (
    Voucher,
    VoucherEntry,
    VoucherPurpose,
)
from kontor.payments.rules import VoucherFacts, digest_code
from kontor.platform.sql.bulk import select_as
from kontor.platform.sql.lock_order import note_lock
from kontor.platform.sql.rows import read_rows


def lock_vouchers(codes: Iterable[str]) -> dict[str, VoucherFacts]:
    """Lock vouchers in the order of their ids and return them by the code that was typed; what is unknown is absent.

    Intake begins here, before customers and stock.
    """
    digests = {code: digest_code(code) for code in codes}
    rows = list(Voucher.objects.select_for_update(no_key=True).filter(digest__in=digests.values()).order_by("id"))
    note_lock("vouchers", [row.id for row in rows])
    found = {
        row.digest: VoucherFacts(
            row.id, row.hint, row.purpose, row.tax_class, row.currency, row.left, row.valid_until,
            row.blocked_at is not None, row.legal_entity_id,
        )
        for row in rows
    }  # fmt: skip
    return {code: found[digest] for code, digest in digests.items() if digest in found}


def lock_vouchers_of(order_ids: Collection[int]) -> None:
    """Lock the vouchers that orders use, by id. Whoever may give back to them begins here, before the orders: intake holds
    vouchers before anything else.
    """
    rows = Voucher.objects.select_for_update(no_key=True).filter(
        id__in=VoucherEntry.objects.filter(order_id__in=order_ids).values("voucher_id")
    )
    note_lock("vouchers", list(rows.order_by("id").values_list("id", flat=True)))


@dataclass(frozen=True, slots=True)
class VoucherRow:
    """A voucher and what is left on it."""

    id: int
    purpose: str
    tax_class: str
    currency: str
    amount: Decimal
    left: Decimal
    valid_until: date | None
    blocked_at: datetime | None


def find_voucher(code: str) -> VoucherRow | None:
    """Return the voucher of a code, however it was typed."""
    return next(iter(read_rows(VoucherRow, Voucher.objects.filter(digest=digest_code(code)))), None)


@dataclass(frozen=True, slots=True)
class UsedVoucher:
    """What an order uses of a voucher: redeemed less given back."""

    order_id: int
    voucher_id: int
    purpose: str
    amount: Decimal


_USES = """
SELECT entry.order_id, entry.voucher_id, voucher.purpose,
       sum(CASE entry.kind WHEN 'redeemed' THEN entry.amount ELSE -entry.amount END) AS amount
  FROM payments_voucherentry entry JOIN payments_voucher voucher ON voucher.id = entry.voucher_id
 WHERE entry.order_id = ANY(%s) GROUP BY 1, 2, 3 ORDER BY 1, 2
"""


def list_voucher_uses(order_ids: Iterable[int]) -> list[UsedVoucher]:
    """Return what orders use of vouchers."""
    return select_as(UsedVoucher, _USES, [list(order_ids)])


def sum_paid_by_vouchers(order_ids: Iterable[int]) -> dict[int, Decimal]:
    """Return how much of orders multi-purpose vouchers pay; those of single purpose lower what they cost."""
    paid: dict[int, Decimal] = {}
    for use in list_voucher_uses(order_ids):
        if use.purpose == VoucherPurpose.MULTI:
            paid[use.order_id] = paid.get(use.order_id, Decimal(0)) + use.amount
    return paid


@dataclass(frozen=True, slots=True)
class DeadVoucher:
    """A voucher that nobody can use, to which orders gave something back since. ``back``: how much; ``order_id`` and ``at`` are
    those of what came back last.
    """

    id: int
    hint: str
    back: Decimal
    currency: str
    order_id: int
    at: datetime


_DEAD = """
SELECT voucher.id, voucher.hint, voucher.currency, least(voucher.left, sum(entry.amount)) AS back,
       max(entry.at) AS at, (array_agg(entry.order_id ORDER BY entry.id DESC))[1] AS order_id
  FROM payments_voucherentry entry JOIN payments_voucher voucher ON voucher.id = entry.voucher_id
 WHERE entry.kind = 'returned' AND voucher.left > 0
   AND (voucher.blocked_at IS NOT NULL OR voucher.valid_until < %(day)s)
   AND entry.at >= least(voucher.blocked_at, voucher.valid_until::timestamptz)
   AND entry.at > coalesce(voucher.settled_at, '-infinity')
 GROUP BY voucher.id ORDER BY max(entry.at) DESC, voucher.id LIMIT %(most)s
"""


def list_dead_vouchers(*, on: date, most: int) -> list[DeadVoucher]:
    """Return the vouchers to which orders gave back when they were blocked, or on their last day or later, and that are over as
    seen on that day: their buyers have this money nowhere. Those that somebody has settled are left out; the newest first.
    """
    return select_as(DeadVoucher, _DEAD, {"day": on, "most": most})
