"""The refusals of payments."""

from kontor.kernel.errors import NotFound, Refused


class PaymentUnknown(NotFound):
    """This order has no payment."""

    code = "payments.payment_unknown"


class StatementRefused(Refused):
    """The bank statement was not taken in; nothing has changed."""

    code = "payments.statement_refused"


class TransactionSettled(Refused):
    """This transaction is settled already, gave money away, or holds less than was to be booked."""

    code = "payments.transaction_settled"


class TransactionElsewhere(Refused):
    """The money came in another currency, or to another legal entity, than the order asks for."""

    code = "payments.transaction_elsewhere"


class TooMuchMoney(Refused):
    """More was received than the order owes; refund the rest or book it on another order."""

    code = "payments.too_much_money"
