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
from kontor.payments.models.request import MoneyRequest, RequestKind, RequestState
from kontor.payments.models.voucher import Voucher, VoucherEntry, VoucherPurpose

__all__ = [
    "LIVE",
    "BankLineState",
    "BankStatement",
    "BankTransaction",
    "BookingKind",
    "MoneyIntent",
    "MoneyKind",
    "MoneyRequest",
    "MoneyState",
    "MoneyWay",
    "Payment",
    "PaymentEntry",
    "PaymentMethod",
    "ProviderAccount",
    "ProviderBooking",
    "ProviderMessage",
    "ProviderState",
    "RequestKind",
    "RequestState",
    "Voucher",
    "VoucherEntry",
    "VoucherPurpose",
]
