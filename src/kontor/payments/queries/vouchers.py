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
    """A voucher that nobody can use, to which an order gave something back. ``left``: what is on it; ``order_id`` and ``at`` are
    those of what came back last.
    """

    id: int
    hint: str
    left: Decimal
    currency: str
    order_id: int
    at: datetime


_DEAD = """
SELECT voucher.id, voucher.hint, voucher.left, voucher.currency, entry.order_id, entry.at
  FROM payments_voucher voucher
 CROSS JOIN LATERAL (SELECT order_id, at FROM payments_voucherentry WHERE voucher_id = voucher.id AND kind = 'returned'
                      ORDER BY id DESC LIMIT 1) entry
 WHERE voucher.left > 0 AND (voucher.blocked_at IS NOT NULL OR voucher.valid_until < %(day)s) AND entry.at > %(since)s
 ORDER BY entry.at DESC, voucher.id LIMIT %(most)s
"""


def list_dead_vouchers(*, since: datetime, on: date, most: int) -> list[DeadVoucher]:
    """Return the vouchers to which orders gave back after ``since`` and that are blocked, or over on that day: its buyer
    has his money nowhere. The newest first.
    """
    return select_as(DeadVoucher, _DEAD, {"day": on, "since": since, "most": most})
