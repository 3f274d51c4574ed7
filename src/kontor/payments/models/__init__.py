"""The tables of payments."""

from kontor.payments.models.bank import (
    BankLineState,
    BankStatement,
    BankTransaction,
)
from kontor.payments.models.booking import BookingKind, ProviderBooking
from kontor.payments.models.money import (
    LIVE,
    MoneyIntent,
    MoneyKind,
    MoneyState,
    MoneyWay,
    Payment,
    PaymentEntry,
    PaymentMethod,
    ProviderAccount,
    ProviderMessage,
    ProviderState,
)
from kontor.payments.models.request import RefundRequest, RequestState
from kontor.payments.models.voucher import Voucher, VoucherEntry, VoucherPurpose

__all__ = [
    "LIVE",
    "BankLineState",
    "BankStatement",
    "BankTransaction",
    "BookingKind",
    "MoneyIntent",
    "MoneyKind",
    "MoneyState",
    "MoneyWay",
    "Payment",
    "PaymentEntry",
    "PaymentMethod",
    "ProviderAccount",
    "ProviderBooking",
    "ProviderMessage",
    "ProviderState",
    "RefundRequest",
    "RequestState",
    "Voucher",
    "VoucherEntry",
    "VoucherPurpose",
]
