"""What buyers transfer beyond what they owe."""

from __future__ import annotations

from datetime import datetime

from kontor.flows.money.four_eyes import refund_by_hand
from kontor.kernel.actor import Actor
from kontor.orders.public import get_orders, lock_orders
from kontor.payments.public import TransactionElsewhere, keep_rest, lock_transaction, lock_vouchers_of

# What the buyer reads of it on his statement, in the language of the merchant.
_REASON = "Zu viel überwiesen"


def send_rest_back(*, transaction_id: int, order_id: int, at: datetime, by: Actor) -> bool:
    """What a buyer transferred beyond what he owes goes back to him, with the next file for the bank; above the limit a second
    person agrees first. Returns whether it is on its way.

    Refuses: TransactionSettled, TransactionOutgoing, TransactionElsewhere, AwaitedElsewhere, OtherPayer. Locks: the bank account,
    vouchers, the order, its payment.
    """
    transaction = lock_transaction(transaction_id)
    lock_vouchers_of([order_id])
    lock_orders([order_id])
    order = get_orders([order_id])[order_id]
    if (order.currency, order.legal_entity_id) != (transaction.currency, transaction.legal_entity_id):
        raise TransactionElsewhere(transaction=transaction_id)
    entry_id, rest = keep_rest(order_id=order_id, line=transaction, at=at, by=by)
    return refund_by_hand(order_id=order_id, amount=rest, form=f"rest:{entry_id}", reason=_REASON, at=at, by=by)
