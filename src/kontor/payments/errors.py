"""The refusals of payments."""

from kontor.kernel.errors import NotFound, Refused


class PaymentUnknown(NotFound):
    """This order has no payment."""

    code = "payments.payment_unknown"


class StatementRefused(Refused):
    """The bank statement was not taken in; nothing has changed."""

    code = "payments.statement_refused"


class AccountUnknown(Refused):
    """This statement is of an account that none of your legal entities has. If it is yours, take it in once more and say so."""

    code = "payments.account_unknown"


class TransactionSettled(Refused):
    """Somebody booked this transaction, some of it, or put it aside since: look at it as it is now."""

    code = "payments.transaction_settled"


class TransactionTooSmall(Refused):
    """More was to be booked than is left of this transaction."""

    code = "payments.transaction_too_small"


class TransactionOutgoing(Refused):
    """This transaction is money that went; it pays no order."""

    code = "payments.transaction_outgoing"


class NothingToBook(Refused):
    """Name at least one order and the amount that is booked on it."""

    code = "payments.nothing_to_book"


class OrderPaidByTransaction(Refused):
    """This transaction paid this order already; book what is left on another one."""

    code = "payments.order_paid_by_transaction"


class TransactionElsewhere(Refused):
    """The money came in another currency, or to another legal entity, than the order asks for."""

    code = "payments.transaction_elsewhere"


class PaidElsewhere(Refused):
    """What was paid at the channel or in the shop can become less here, and not more: enter an order of its own for the rest."""

    code = "payments.paid_elsewhere"


class MethodStays(Refused):
    """How this order is paid cannot be changed: money came in or is promised, or it is paid elsewhere."""

    code = "payments.method_stays"


class RequestDecided(Refused):
    """This refund was decided about already."""

    code = "payments.request_decided"


class RequestDiffers(Refused):
    """Something else was asked for under the same reference before; use another one."""

    code = "payments.request_differs"


class SecondPersonNeeded(Refused):
    """You asked for this refund yourself: somebody else has to agree to it."""

    code = "payments.second_person_needed"


class TooMuchMoney(Refused):
    """More was received than the order owes: book what is owed here, and the rest on another order, or send it back."""

    code = "payments.too_much_money"


class RefundTooMuch(Refused):
    """No more can be given back than was received; take off what is given back or on its way already."""

    code = "payments.refund_too_much"


class CaptureTooMuch(Refused):
    """No more can be collected than the buyer agreed to."""

    code = "payments.capture_too_much"


class NothingToLetGo(Refused):
    """There is no agreement left that could be let go, or money of it is being collected."""

    code = "payments.nothing_to_let_go"


class ProviderUnknown(Refused):
    """There is no such payment account, or its connector is not installed."""

    code = "payments.provider_unknown"


class NotByHand(Refused):
    """Only money that goes by hand or by bank transfer is settled by a person; this one is settled by its provider or
    its channel."""

    code = "payments.not_by_hand"


class NothingToTransfer(Refused):
    """No refund waits for a bank transfer."""

    code = "payments.nothing_to_transfer"


class AccountsMissing(Refused):
    """These refunds wait for an account: enter holder and IBAN beside each first."""

    code = "payments.accounts_missing"


class PayingAccountMissing(Refused):
    """This legal entity has no IBAN to pay from, or no name that a bank can write; enter it at Legal entities."""

    code = "payments.paying_account_missing"


class TransferGone(Refused):
    """This refund does not wait for a bank account any more: it was paid, dropped or handed to the bank meanwhile."""

    code = "payments.transfer_gone"


class NothingToRebook(Refused):
    """This money did not pay this order, or was taken off it already."""

    code = "payments.nothing_to_rebook"


class MoneyBound(Refused):
    """Some of this money was given back to the buyer, or is on its way to him; it can be taken off the order no more."""

    code = "payments.money_bound"


class AccessMissing(Refused):
    """A setting or a credential of this provider is missing."""

    code = "payments.access_missing"


class AddressRefused(Refused):
    """This address is none that may be called."""

    code = "payments.address_refused"


class IbanWrong(Refused):
    """The name is missing or holds no letter that a bank can write, or the check digits of the IBAN are wrong."""

    code = "payments.iban_wrong"


class NothingReceived(Refused):
    """Money that comes in is an amount above zero."""

    code = "payments.nothing_received"


class DayToCome(Refused):
    """Money is booked on no day that is still to come."""

    code = "payments.day_to_come"


class MoneyWentBack(Refused):
    """Money of this order went back to the buyer: what he wants besides is another order."""

    code = "payments.money_went_back"


class NoWholeCents(Refused):
    """Money moves in whole cents, and in whole units of currencies that have no cents."""

    code = "payments.no_whole_cents"


class NotSentBack(Refused):
    """This is not a refund of yours that came back: it must be as much as was given back by transfer or by hand, on an account of
    the same legal entity, and nothing of it booked yet.
    """

    code = "payments.not_sent_back"


class StillOwed(Refused):
    """This order still owes money: book the transaction on it first; only what comes beyond that is given back."""

    code = "payments.still_owed"


class OtherPayer(Refused):
    """Most of this order was paid from another account or elsewhere, or the bank does not tell from which: transfer this money
    back yourself, then put the transaction aside.
    """

    code = "payments.other_payer"


class HandedOut(Refused):
    """This refund is in a file for the bank already; it ends with the bank's statement, or when the bank returned it."""

    code = "payments.handed_out"


class NothingToAsk(Refused):
    """Nothing of this order can be asked for on a provider's page: some of its money is there already, or it is awaited
    elsewhere.
    """

    code = "payments.nothing_to_ask"


class AwaitedElsewhere(Refused):
    """The money for this order is awaited at a payment provider; once the page there has ended, a transfer can be booked."""

    code = "payments.awaited_elsewhere"


class VoucherRefused(Refused):
    """There is no such voucher; look at its code again."""

    code = "payments.voucher_refused"
