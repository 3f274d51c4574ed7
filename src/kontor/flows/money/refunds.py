"""Refunds: money goes back the way it came; where a sales channel took it, the channel is told to give it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kontor.channels.ports import Feature
from kontor.channels.public import IntentKind, NewIntent, RefundTold, call_tell, list_channels_with, tell_channel
from kontor.kernel.actor import Actor
from kontor.orders.public import LineRow, OrderRow, get_lines, get_orders
from kontor.payments.public import (
    MoneyIntentRow,
    MoneyMove,
    MoneyOutcome,
    MoneyWay,
    get_money_intents,
    list_told_to_channels,
    record_money,
    request_money_move,
)


def give_back(*, wanted: Sequence[MoneyMove], at: datetime, by: Actor) -> list[int]:
    """Money is set aside to be moved; what only the channel can give back, the channel is told. Returns the new intents.

    Refuses as ``request_money_move`` does. Locks: the payments (the caller has locked the orders).
    """
    able = list_channels_with(Feature.REFUND)
    theirs = {
        order.id: order
        for order in get_orders([it.order_id for it in wanted]).values()
        if order.channel_id in able and not order.payment_account
    }
    asked = [replace(it, by_channel=it.order_id in theirs) for it in wanted]
    made = request_money_move(wanted=asked, at=at, by=by)
    told = [it for it in get_money_intents(made) if it.way == MoneyWay.CHANNEL]
    lines = get_lines({it.order_id for it in told})
    intents = [_tell(it, theirs[it.order_id], lines[it.order_id]) for it in told]
    tell_channel(intents=intents, at=at)
    for channel_id in sorted({intent.channel_id for intent in intents}):
        call_tell(channel_id)
    return made


def _tell(money: MoneyIntentRow, order: OrderRow, lines: Sequence[LineRow]) -> NewIntent:
    """Some channels give back by the line: where the order has one only, it is named."""
    only = [[it.external_id, it.channel_sku, it.ordered] for it in lines] if len(lines) == 1 else []
    payload = {
        "amount": str(money.amount), "currency": money.currency, "reason": money.reason or "Refund", "lines": only,
    }  # fmt: skip
    return NewIntent(money.reference, order.channel_id, IntentKind.REFUND, order.id, order.external_id, payload)


def record_refunds_told(*, news: Sequence[RefundTold], at: datetime, by: Actor) -> None:
    """A refund counts as given once the channel has taken it on. Locks: the payments."""
    told = {item.reference: item.external_id[:120] for item in news}
    for intent in list_told_to_channels(told):
        record_money(outcome=MoneyOutcome(intent.id, "succeeded", told[intent.reference]), at=at, by=by)
