"""The lives of money: an account at a provider, money that is to move, a line of the bank."""

from __future__ import annotations

from kontor.kernel.lifecycle import Lifecycle, Step
from kontor.payments.models import BankLineState, MoneyState, ProviderState, RequestState

PROVIDER_ACCOUNT = Lifecycle(
    "an account at a payment provider",
    "payments_provideraccount",
    tuple(ProviderState.values),
    (
        Step((), "connect_provider", ProviderState.ACTIVE),
        Step((ProviderState.ACTIVE,), "refuse_login", ProviderState.NEEDS_LOGIN),
        Step((ProviderState.NEEDS_LOGIN,), "connect_provider", ProviderState.ACTIVE),
    ),
)

_NEW, _INFLIGHT, _UNKNOWN, _PENDING = MoneyState.NEW, MoneyState.INFLIGHT, MoneyState.UNKNOWN, MoneyState.PENDING
_LIVE = (_NEW, _INFLIGHT, _UNKNOWN, _PENDING)

MONEY = Lifecycle(
    "money that is to move",
    "payments_moneyintent",
    tuple(MoneyState.values),
    (
        Step((), "request_money_move", _NEW),
        Step((), "ask_buyer", _NEW),
        Step((_NEW, _UNKNOWN, _INFLIGHT), "claim_money", _INFLIGHT),
        Step((_INFLIGHT,), "release_money", _NEW),
        Step((_INFLIGHT,), "release_money", _UNKNOWN),
        Step((_NEW,), "export_transfers", _PENDING),
        Step(_LIVE, "record_money", _PENDING),
        Step(_LIVE, "record_money", MoneyState.SUCCEEDED),
        Step(_LIVE, "record_money", MoneyState.FAILED),
        # The bank sent it back: another one waits to be made in its place.
        Step((_PENDING, MoneyState.SUCCEEDED), "take_back_refund", MoneyState.FAILED),
        Step((), "take_back_refund", _NEW),
        # It was something else that the bank brought: the refund counts as given, and none waits in its place.
        Step((MoneyState.FAILED,), "give_again", MoneyState.SUCCEEDED),
        Step((_NEW,), "give_again", MoneyState.FAILED),
        # The bank tells that it left, though somebody had said that the bank returned it.
        Step((MoneyState.FAILED,), "settle_refund", _PENDING),
        Step((_NEW,), "settle_refund", MoneyState.FAILED),
    ),
)

_OPEN, _BOOKED, _IGNORED = BankLineState.OPEN, BankLineState.BOOKED, BankLineState.IGNORED

BANK_TRANSACTION = Lifecycle(
    "a transaction on the bank account",
    "payments_banktransaction",
    tuple(BankLineState.values),
    (
        Step((), "keep_statement", _OPEN),
        # A later statement told it in parts.
        Step((_OPEN,), "keep_statement", BankLineState.PARTED),
        Step((_OPEN,), "close_transactions", _BOOKED),
        Step((_OPEN,), "close_transactions", _IGNORED),
        Step((_BOOKED, _IGNORED), "reopen_transaction", _OPEN),
    ),
)
MONEY_REQUEST = Lifecycle(
    "money or a credit that a second person decides",
    "payments_moneyrequest",
    tuple(RequestState.values),
    (
        Step((), "ask_second_person", RequestState.OPEN),
        Step((RequestState.OPEN,), "decide_request", RequestState.APPROVED),
        Step((RequestState.OPEN,), "decide_request", RequestState.REFUSED),
        Step((RequestState.OPEN,), "replace_requests", RequestState.REPLACED),
    ),
)

LIFECYCLES = (PROVIDER_ACCOUNT, MONEY, BANK_TRANSACTION, MONEY_REQUEST)
