"""The front door of payments."""

from kontor.payments.errors import (
    AccessMissing,
    AwaitedElsewhere,
    CaptureTooMuch,
    HandedOut,
    IbanWrong,
    NotByHand,
    NothingToAsk,
    NothingToLetGo,
    NothingToTransfer,
    NoWholeCents,
    PaymentUnknown,
    ProviderUnknown,
    RefundTooMuch,
    StatementRefused,
    TooMuchMoney,
    TransactionElsewhere,
    TransactionSettled,
)
from kontor.payments.events import MoneyLeftOver, MoneyMoved, PaymentAsked, PaymentLost, PaymentSecured
from kontor.payments.models import (
    BankLineState,
    BankStatement,
    BankTransaction,
    MoneyIntent,
    Payment,
    PaymentEntry,
    PaymentMethod,
    ProviderAccount,
)
from kontor.payments.queries import (
    collects_once,
    find_payment,
    find_payments_named,
    find_transfers,
    line_of,
    list_failed_money,
    list_money,
    list_money_at_channels,
    list_money_by_hand,
    list_provider_codes,
    sum_shares,
)
from kontor.payments.rules import (
    BankLine,
    Claim,
    Matcher,
    PaymentMatch,
    Statement,
    StatementUnreadable,
    find_iban,
    read_statements,
)
from kontor.payments.use_cases.ask_buyer import ask_buyer
from kontor.payments.use_cases.connect_provider import ProviderAccess, connect_provider
from kontor.payments.use_cases.export_transfers import export_transfers
from kontor.payments.use_cases.keep_statement import keep_statement
from kontor.payments.use_cases.learn_payment import learn_payment
from kontor.payments.use_cases.lower_debts import lower_debts
from kontor.payments.use_cases.name_account import name_account
from kontor.payments.use_cases.open_payments import Debt, open_payments
from kontor.payments.use_cases.raise_debts import raise_debts
from kontor.payments.use_cases.receive_message import receive_message
from kontor.payments.use_cases.receive_payment import receive_payment
from kontor.payments.use_cases.receive_payments import Receipt, receive_payments
from kontor.payments.use_cases.record_money import MoneyOutcome, record_money
from kontor.payments.use_cases.settle_transactions import settle_transactions
from kontor.payments.use_cases.want_money import MoneyWanted, want_money

__all__ = [
    "AccessMissing",
    "AwaitedElsewhere",
    "BankLine",
    "BankLineState",
    "BankStatement",
    "BankTransaction",
    "CaptureTooMuch",
    "Claim",
    "Debt",
    "HandedOut",
    "IbanWrong",
    "Matcher",
    "MoneyIntent",
    "MoneyLeftOver",
    "MoneyMoved",
    "MoneyOutcome",
    "MoneyWanted",
    "NoWholeCents",
    "NotByHand",
    "NothingToAsk",
    "NothingToLetGo",
    "NothingToTransfer",
    "Payment",
    "PaymentAsked",
    "PaymentEntry",
    "PaymentLost",
    "PaymentMatch",
    "PaymentMethod",
    "PaymentSecured",
    "PaymentUnknown",
    "ProviderAccess",
    "ProviderAccount",
    "ProviderUnknown",
    "Receipt",
    "RefundTooMuch",
    "Statement",
    "StatementRefused",
    "StatementUnreadable",
    "TooMuchMoney",
    "TransactionElsewhere",
    "TransactionSettled",
    "ask_buyer",
    "collects_once",
    "connect_provider",
    "export_transfers",
    "find_iban",
    "find_payment",
    "find_payments_named",
    "find_transfers",
    "keep_statement",
    "learn_payment",
    "line_of",
    "list_failed_money",
    "list_money",
    "list_money_at_channels",
    "list_money_by_hand",
    "list_provider_codes",
    "lower_debts",
    "name_account",
    "open_payments",
    "raise_debts",
    "read_statements",
    "receive_message",
    "receive_payment",
    "receive_payments",
    "record_money",
    "settle_transactions",
    "sum_shares",
    "want_money",
]
