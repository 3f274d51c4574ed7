"""The front door of payments."""

from kontor.payments.errors import PaymentUnknown, TooMuchMoney
from kontor.payments.events import PaymentSecured
from kontor.payments.models import Payment, PaymentEntry, PaymentMethod
from kontor.payments.queries import find_payment
from kontor.payments.use_cases.open_payments import Debt, open_payments
from kontor.payments.use_cases.receive_payment import receive_payment

__all__ = [
    "Debt",
    "Payment",
    "PaymentEntry",
    "PaymentMethod",
    "PaymentSecured",
    "PaymentUnknown",
    "TooMuchMoney",
    "find_payment",
    "open_payments",
    "receive_payment",
]
