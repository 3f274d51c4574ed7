"""The tables of payments, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.payments.models import (
    BankStatement,
    BankTransaction,
    MoneyIntent,
    MoneyRequest,
    Payment,
    PaymentEntry,
    ProviderAccount,
    ProviderBooking,
    ProviderMessage,
    Voucher,
    VoucherEntry,
)

__all__ = [
    "BankStatement",
    "BankTransaction",
    "MoneyIntent",
    "MoneyRequest",
    "Payment",
    "PaymentEntry",
    "ProviderAccount",
    "ProviderBooking",
    "ProviderMessage",
    "Voucher",
    "VoucherEntry",
]
