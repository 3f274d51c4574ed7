"""Questions about payments."""

from kontor.payments.queries.bank import (
    UNBOOKED,
    find_transfers,
    line_of,
    list_accounts,
    list_kept,
    list_shares,
    sum_booked,
    sum_shares,
)
from kontor.payments.queries.connectors import open_provider
from kontor.payments.queries.money import (
    find_payments_named,
    list_failed_money,
    list_money,
    list_money_at_channels,
    list_money_by_hand,
    list_provider_codes,
    list_unanswered,
    list_unmoved,
)
from kontor.payments.queries.owed import (
    balance_of_payment,
    collects_once,
    find_payer,
    find_payment,
    list_hinted,
    list_unpaid,
    lock_payments,
)
from kontor.payments.queries.vouchers import (
    UsedVoucher,
    find_voucher,
    list_voucher_uses,
    lock_vouchers,
    lock_vouchers_of,
    sum_paid_by_vouchers,
)

__all__ = [
    "UNBOOKED",
    "UsedVoucher",
    "balance_of_payment",
    "collects_once",
    "find_payer",
    "find_payment",
    "find_payments_named",
    "find_transfers",
    "find_voucher",
    "line_of",
    "list_accounts",
    "list_failed_money",
    "list_hinted",
    "list_kept",
    "list_money",
    "list_money_at_channels",
    "list_money_by_hand",
    "list_provider_codes",
    "list_shares",
    "list_unanswered",
    "list_unmoved",
    "list_unpaid",
    "list_voucher_uses",
    "lock_payments",
    "lock_vouchers",
    "lock_vouchers_of",
    "open_provider",
    "sum_booked",
    "sum_paid_by_vouchers",
    "sum_shares",
]
