"""The front door of payments."""

from kontor.payments.errors import (
    PaymentUnknown,
    StatementRefused,
    TooMuchMoney,
    TransactionElsewhere,
    TransactionSettled,
)
from kontor.payments.events import PaymentSecured
from kontor.payments.models import BankLineState, BankStatement, BankTransaction, Payment, PaymentEntry, PaymentMethod
from kontor.payments.queries import find_payment, line_of, sum_shares
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
from kontor.payments.use_cases.keep_statement import keep_statement
from kontor.payments.use_cases.open_payments import Debt, open_payments
from kontor.payments.use_cases.receive_payment import receive_payment
from kontor.payments.use_cases.receive_payments import Receipt, receive_payments
from kontor.payments.use_cases.settle_transactions import settle_transactions

__all__ = [
    "BankLine",
    "BankLineState",
    "BankStatement",
    "BankTransaction",
    "Claim",
    "Debt",
    "Matcher",
    "Payment",
    "PaymentEntry",
    "PaymentMatch",
    "PaymentMethod",
    "PaymentSecured",
    "PaymentUnknown",
    "Receipt",
    "Statement",
    "StatementRefused",
    "StatementUnreadable",
    "TooMuchMoney",
    "TransactionElsewhere",
    "TransactionSettled",
    "find_iban",
    "find_payment",
    "keep_statement",
    "line_of",
    "open_payments",
    "read_statements",
    "receive_payment",
    "receive_payments",
    "settle_transactions",
    "sum_shares",
]
