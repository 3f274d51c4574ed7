"""The refusals of payments."""

from kontor.kernel.errors import NotFound, Refused


class PaymentUnknown(NotFound):
    """This order has no payment."""

    code = "payments.payment_unknown"


class TooMuchMoney(Refused):
    """More was received than the order owes; refund the rest or book it on another order."""

    code = "payments.too_much_money"
