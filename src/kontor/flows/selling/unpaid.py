"""Prepayments that do not come: the buyer is reminded once, then the order is cancelled and its stock is free for others.

Both waits are settings of the sales channel. Marketplaces keep their own. A person decides where a part was paid, where a
transfer may be meant for the order, and where nobody could be reminded.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from kontor.channels.public import ChannelKind, ChannelRow, get_channels
from kontor.flows.people.buyer_mails import remind_of_prepayment
from kontor.flows.warehouse.cancellation import cancel_whole_order
from kontor.kernel.actor import Actor
from kontor.kernel.errors import Refused
from kontor.messaging.public import list_sent, list_written
from kontor.orders.public import CancelReason, OrderState, get_orders, list_waiting_for_money, lock_orders
from kontor.payments.public import (
    PaymentRow,
    ends_at,
    find_payment,
    is_left_to_people,
    is_to_remind,
    list_hinted,
    list_unpaid,
)

log = logging.getLogger("kontor.unpaid")
AT_A_TIME = 500
_REMINDER = "prepayment_reminder"


def remind_unpaid(*, after: int, at: datetime) -> int | None:
    """Buyers whose prepayment did not come are reminded, once an order, of what is owed now. Returns the last payment that was
    looked at, None where that was all.
    """
    unpaid = list_unpaid(after=after, most=AT_A_TIME)
    orders = _waiting([it.order_id for it in unpaid])
    reminded = _by_order(list_written(_REMINDER, _references(orders)))
    due = {
        it.order_id: it
        for it in unpaid
        if (channel := orders.get(it.order_id))
        and it.order_id not in reminded
        and is_to_remind(opened_at=it.opened_at, days=channel.remind_unpaid_days, at=at)
    }
    until = {
        order_id: ends_at(opened_at=it.opened_at, days=days, reminded_at=at)
        for order_id, it in due.items()
        if (days := orders[order_id].cancel_unpaid_days)
    }
    remind_of_prepayment(owed={order_id: it.amount for order_id, it in due.items()}, until=until, at=at)
    return unpaid[-1].id if len(unpaid) == AT_A_TIME else None


def list_ended(*, after: int, at: datetime) -> tuple[list[int], int | None]:
    """Return the orders whose goods are kept no longer, because their payment did not come though the reminder left the
    house, and the last payment that was looked at, None where that was all.
    """
    unpaid = list_unpaid(after=after, most=AT_A_TIME)
    orders = _waiting([it.order_id for it in unpaid])
    reminded, hinted = _by_order(list_sent(_REMINDER, _references(orders))), list_hinted(orders)
    ended = [
        it.order_id
        for it in unpaid
        if it.order_id in reminded
        and it.order_id not in hinted
        and (days := orders[it.order_id].cancel_unpaid_days)
        and ends_at(opened_at=it.opened_at, days=days, reminded_at=reminded[it.order_id]) <= at
    ]
    return ended, unpaid[-1].id if len(unpaid) == AT_A_TIME else None


def list_left_to_people(*, at: datetime, most: int) -> list[PaymentRow]:
    """Return the prepayments that somebody has to look at, the oldest first: no clock ends their orders, or one should have, or
    their goods are gone and the money that was booked for them was none.
    """
    found: list[PaymentRow] = []
    unpaid = list_unpaid(most=AT_A_TIME, part_paid=True)
    while unpaid and len(found) < most:
        found += _left_to_people(unpaid, at)
        unpaid = list_unpaid(after=unpaid[-1].id, most=AT_A_TIME, part_paid=True)
    return found[:most]


def _left_to_people(unpaid: Sequence[PaymentRow], at: datetime) -> list[PaymentRow]:
    order_ids = [it.order_id for it in unpaid]
    orders = _waiting(order_ids)
    gone = {key for key, it in get_orders(order_ids).items() if it.state in (OrderState.RELEASED, OrderState.CLOSED)}
    return [
        it
        for it in unpaid
        if it.order_id in gone
        or (
            (channel := orders.get(it.order_id))
            and is_left_to_people(opened_at=it.opened_at, days=channel.cancel_unpaid_days, at=at)
        )
    ]


def cancel_unpaid(*, order_id: int, at: datetime, by: Actor) -> bool:
    """An order whose prepayment did not come is cancelled; its stock is free again, its buyer and its channel hear of it.

    One that was paid, or may have been, or moved on since it was listed stays. Returns whether it was cancelled. Locks: the
    order, which whoever books money locks first too; the balances.
    """
    lock_orders([order_id])
    payment = find_payment(order_id)
    if payment is None or not payment.is_unpaid or not _waiting([order_id]) or list_hinted([order_id]):
        return False
    try:
        with transaction.atomic():
            cancel_whole_order(order_id=order_id, reason=CancelReason.UNPAID, at=at, by=by)
    except Refused as refusal:
        log.warning("order %s was not paid and could not be cancelled: %s", order_id, refusal)
        return False
    return True


def _waiting(order_ids: Collection[int]) -> dict[int, ChannelRow]:
    """Return those of the orders that wait for nothing but their money, with their channels; marketplaces wait for their own."""
    orders = list_waiting_for_money(order_ids)
    channels = get_channels({order.channel_id for order in orders.values()})
    found = {order.id: channels[order.channel_id] for order in orders.values()}
    return {order_id: channel for order_id, channel in found.items() if channel.kind != ChannelKind.MARKETPLACE}


def _references(order_ids: Collection[int]) -> list[str]:
    return [f"order:{order_id}" for order_id in order_ids]


def _by_order(moments: Mapping[str, datetime]) -> dict[int, datetime]:
    return {int(reference.removeprefix("order:")): at for reference, at in moments.items()}
