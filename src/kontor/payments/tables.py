"""The tables of payments, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.payments.models import (
    BankStatement,
    BankTransaction,
    MoneyIntent,
    Payment,
    PaymentEntry,
    ProviderAccount,
    ProviderBooking,
    ProviderMessage,
    RefundRequest,
    Voucher,
    VoucherEntry,
)

__all__ = [
    "BankStatement",
    "BankTransaction",
    "MoneyIntent",
    "Payment",
    "PaymentEntry",
    "ProviderAccount",
    "ProviderBooking",
    "ProviderMessage",
    "RefundRequest",
    "Voucher",
    "VoucherEntry",
]
