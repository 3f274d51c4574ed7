"""Refunds: money goes back the way it came; where a sales channel took it, the channel is told to give it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from kontor.channels.ports import Feature
from kontor.channels.public import IntentKind, NewIntent, RefundTold, call_tell, list_channels_with, tell_channel
from kontor.kernel.actor import Actor
from kontor.kernel.ids import new_uuid
from kontor.legal_entities.public import get_legal_entity
from kontor.orders.public import LineRow, OrderRow, get_lines, get_orders
from kontor.payments.public import (
    LEFT_OVER,
    AskedFor,
    MoneyIntentRow,
    MoneyKind,
    MoneyMove,
    MoneyOutcome,
    MoneyWay,
    PaymentMethod,
    RequestKind,
    ask_second_person,
    get_money_intents,
    list_told_to_channels,
    needs_second,
    record_money,
    request_cause,
    request_money_move,
    sum_lowered,
)

# Money that a channel or its own payment provider holds.
_AT_CHANNEL = (PaymentMethod.MARKETPLACE, PaymentMethod.PAID)


def give_back(*, wanted: Sequence[MoneyMove], at: datetime, by: Actor) -> list[int]:
    """Money is set aside to be moved; what only the channel can give back, the channel is told. Returns the new intents.

    Refuses as ``request_money_move`` does. Locks: the payments (the caller has locked the orders).
    """
    able = list_channels_with(Feature.REFUND)
    theirs = {
        order.id: order
        for order in get_orders([it.order_id for it in wanted]).values()
        if order.channel_id in able and order.payment in _AT_CHANNEL and not order.payment_account
    }
    asked = [replace(it, at_channel=it.kind == MoneyKind.REFUND and it.order_id in theirs) for it in wanted]
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


def ask_for_what_was_moved(
    too_much: Mapping[int, Decimal], *, ended: Collection[int], at: datetime, by: Actor
) -> dict[int, Decimal]:
    """Of an order whose parts somebody here made cost less by more than the limit, what a cancelled part gives back waits for a
    second person: its price may have been another part's. Returns what goes back without one; of an order that is cancelled
    wholly (``ended``) all does. The orders are locked.
    """
    moved = sum_lowered(set(too_much).difference(ended))
    orders = get_orders(moved)
    limits = {it.id: get_legal_entity(it.legal_entity_id).four_eyes_in(it.currency) for it in orders.values()}
    asked = {
        it for it, (lowered, given) in moved.items()
        if needs_second(min(too_much[it], lowered), limit=limits[it], given_before=given)
    }  # fmt: skip
    for order_id in sorted(asked):
        cause = request_cause(f"{LEFT_OVER}{order_id}", new_uuid().hex)
        currency = orders[order_id].currency
        told = AskedFor(RequestKind.REFUND, order_id, too_much[order_id], currency, cause, "Storno")
        ask_second_person(asked=told, at=at, by=by)
    return {order_id: amount for order_id, amount in too_much.items() if order_id not in asked}
