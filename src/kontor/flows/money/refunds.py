"""Refunds: money goes back the way it came; where a sales channel took it, the channel is told to give it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kontor.channels.ports import Feature
from kontor.channels.public import IntentKind, NewIntent, RefundTold, call_tell, list_channels_with, tell_channel
from kontor.kernel.actor import Actor
from kontor.orders.public import Order, OrderLine
from kontor.payments.public import (
    MoneyIntent,
    MoneyKind,
    MoneyMove,
    MoneyOutcome,
    MoneyWay,
    record_money,
    request_money_move,
)

# Money that a channel or its own payment provider holds.
_AT_CHANNEL = ("marketplace", "paid")


def give_back(*, wanted: Sequence[MoneyMove], at: datetime, by: Actor) -> list[int]:
    """Money is set aside to be moved; what only the channel can give back, the channel is told. Returns the new intents.

    Refuses as ``request_money_move`` does. Locks: the payments (the caller has locked the orders).
    """
    able = list_channels_with(Feature.REFUND)
    orders = Order.objects.filter(id__in=[it.order_id for it in wanted], channel_id__in=able, payment__in=_AT_CHANNEL)
    theirs = {order.id: order for order in orders.filter(payment_account="").order_by("id")}
    asked = [replace(it, at_channel=it.kind == MoneyKind.REFUND and it.order_id in theirs) for it in wanted]
    made = request_money_move(wanted=asked, at=at, by=by)
    told = MoneyIntent.objects.filter(id__in=made, way=MoneyWay.CHANNEL).select_related("payment").order_by("id")
    intents = [_tell(it, theirs[it.payment.order_id]) for it in told]
    tell_channel(intents=intents, at=at)
    for channel_id in sorted({intent.channel_id for intent in intents}):
        call_tell(channel_id)
    return made


def _tell(money: MoneyIntent, order: Order) -> NewIntent:
    """Some channels give back by the line: where the order has one only, it is named."""
    lines = list(OrderLine.objects.filter(order=order).values_list("external_id", "channel_sku", "ordered")[:2])
    payload = {
        "amount": str(money.amount), "currency": money.currency, "reason": money.reason or "Refund",
        "lines": lines if len(lines) == 1 else [],
    }  # fmt: skip
    return NewIntent(money.reference, order.channel_id, IntentKind.REFUND, order.id, order.external_id, payload)


def record_refunds_told(*, news: Sequence[RefundTold], at: datetime, by: Actor) -> None:
    """A refund counts as given once the channel has taken it on. Locks: the payments."""
    told = {item.reference: item.external_id[:120] for item in news}
    for intent in MoneyIntent.objects.filter(reference__in=told, way=MoneyWay.CHANNEL).order_by("payment_id", "id"):
        record_money(outcome=MoneyOutcome(intent.id, "succeeded", told[intent.reference]), at=at, by=by)
