"""The front door of payments."""

from kontor.payments.errors import MovementElsewhere, MovementSettled, PaymentUnknown, StatementRefused, TooMuchMoney
from kontor.payments.events import PaymentSecured
from kontor.payments.models import BankLineState, BankMovement, BankStatement, Payment, PaymentEntry, PaymentMethod
from kontor.payments.queries import find_payment
from kontor.payments.rules import BankLine, Claim, Match, Matcher, Statement, StatementUnreadable, read_statements
from kontor.payments.use_cases.keep_statement import keep_statement
from kontor.payments.use_cases.open_payments import Debt, open_payments
from kontor.payments.use_cases.receive_payment import receive_payment
from kontor.payments.use_cases.receive_payments import Receipt, receive_payments
from kontor.payments.use_cases.settle_movements import settle_movements

__all__ = [
    "BankLine",
    "BankLineState",
    "BankMovement",
    "BankStatement",
    "Claim",
    "Debt",
    "Match",
    "Matcher",
    "MovementElsewhere",
    "MovementSettled",
    "Payment",
    "PaymentEntry",
    "PaymentMethod",
    "PaymentSecured",
    "PaymentUnknown",
    "Receipt",
    "Statement",
    "StatementRefused",
    "StatementUnreadable",
    "TooMuchMoney",
    "find_payment",
    "keep_statement",
    "open_payments",
    "read_statements",
    "receive_payment",
    "receive_payments",
    "settle_movements",
]
