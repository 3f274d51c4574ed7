"""Prepayments that do not come: the buyer is reminded once, then the order is cancelled and its stock is free for others.

Both waits are settings of the sales channel. Marketplaces keep their own; where anything was paid a person decides.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from kontor.flows.cancellation import cancel_whole_order
from kontor.flows.notices import remind_of_prepayment
from kontor.kernel.actor import Actor
from kontor.kernel.errors import Refused
from kontor.orders.public import CancelReason, lock_orders
from kontor.payments.public import find_payment
from kontor.platform.bulk import select_rows

log = logging.getLogger("kontor.unpaid")
AT_A_TIME = 200

# Nothing came, nothing is on its way, and no transfer of the bank names the order.
_UNPAID = """
SELECT o.id, p.opened_at, c.cancel_unpaid_days
  FROM payments_payment p
  JOIN orders_order o ON o.id = p.order_id
  JOIN channels_channel c ON c.id = o.channel_id
 WHERE p.method = 'prepayment' AND p.secured_at IS NULL AND p.amount > 0
   AND p.authorized = 0 AND p.captured = 0 AND p.capture_pending = 0
   AND o.state IN ('PLACED', 'HELD') AND c.kind <> 'marketplace'
"""
_TO_REMIND = """
   AND c.remind_unpaid_days > 0 AND p.opened_at <= %(at)s - make_interval(days => c.remind_unpaid_days)
   AND NOT 'tells_buyer' = ANY(c.capabilities) AND o.ship_to ->> 'email' <> ''
   AND p.opened_at > %(at)s - make_interval(days => c.remind_unpaid_days + 30)
   AND NOT EXISTS (SELECT FROM messaging_message m WHERE m.kind = 'prepayment_reminder' AND m.reference = 'order:' || o.id)
 ORDER BY o.id LIMIT %(most)s
"""
# Whoever was reminded has at least three days from then on.
_TO_CANCEL = """
   AND c.cancel_unpaid_days > 0 AND p.opened_at <= %(at)s - make_interval(days => c.cancel_unpaid_days)
   AND NOT EXISTS (SELECT FROM messaging_message m
                    WHERE m.kind = 'prepayment_reminder' AND m.reference = 'order:' || o.id
                      AND m.written_at > %(at)s - make_interval(days => 3))
 ORDER BY o.id LIMIT %(most)s
"""


def remind_unpaid(*, at: datetime) -> int:
    """Buyers whose prepayment did not come are reminded, once an order. Returns how many."""
    rows = select_rows(_UNPAID + _TO_REMIND, {"at": at, "most": AT_A_TIME})
    until = {
        int(order): max(opened + timedelta(days=days), at + timedelta(days=3)) for order, opened, days in rows if days
    }
    remind_of_prepayment(order_ids=[int(row[0]) for row in rows], until=until, at=at)
    return len(rows)


def list_unpaid_to_cancel(at: datetime) -> Sequence[int]:
    """Return the orders whose prepayment will not come any more."""
    return [int(row[0]) for row in select_rows(_UNPAID + _TO_CANCEL, {"at": at, "most": AT_A_TIME})]


def cancel_unpaid(*, order_id: int, at: datetime, by: Actor) -> bool:
    """An order whose prepayment did not come is cancelled; its stock is free again, its buyer and its channel hear of it.

    One that was paid, or moved on, since it was listed stays. Returns whether it was cancelled. Locks: the order, its payment.
    """
    lock_orders([order_id])
    payment = find_payment(order_id)
    if payment is None or payment.secured_at or payment.authorized or payment.captured:
        return False
    try:
        with transaction.atomic():
            cancel_whole_order(order_id=order_id, reason=CancelReason.UNPAID, at=at, by=by)
    except Refused as refusal:
        log.warning("order %s was not paid and could not be cancelled: %s", order_id, refusal)
        return False
    return True
