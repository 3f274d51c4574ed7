"""What buyers transfer beyond what they owe."""

from __future__ import annotations

from datetime import datetime

from kontor.flows.money.refunds import give_back
from kontor.kernel.actor import Actor
from kontor.orders.public import get_orders, lock_orders
from kontor.payments.public import MoneyMove, TransactionElsewhere, keep_rest, lock_transaction, lock_vouchers_of

# What the buyer reads of it on his statement, in the language of the merchant.
_REASON = "Zu viel überwiesen"


def send_rest_back(*, transaction_id: int, order_id: int, at: datetime, by: Actor) -> None:
    """What a buyer transferred beyond what he owes goes back to the account that it came from, with the next file for the bank;
    into that it comes above the limit once a second person has agreed, as every transfer.

    Refuses: TransactionSettled, TransactionOutgoing, TransactionElsewhere, AwaitedElsewhere, StillOwed, OtherPayer.
    Locks: the bank account, vouchers, the order, its payment.
    """
    transaction = lock_transaction(transaction_id)
    lock_vouchers_of([order_id])
    lock_orders([order_id])
    order = get_orders([order_id])[order_id]
    if (order.currency, order.legal_entity_id) != (transaction.currency, transaction.legal_entity_id):
        raise TransactionElsewhere(transaction=transaction_id)
    entry_id, rest = keep_rest(order_id=order_id, line=transaction, at=at, by=by)
    # It is nobody's gift: what of it went back is not here, whatever the order owes later.
    give_back(wanted=[MoneyMove(order_id, "refund", rest, f"rest:{entry_id}", _REASON)], at=at, by=by)
