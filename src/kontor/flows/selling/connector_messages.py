"""The feed of a channel: raw messages become orders, completed announcements, cancellations; one bad one blocks none.

A message says how an order stands at the channel. The newest one counts, whenever it comes: what an older one says
after that is closed as overtaken.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from kontor.channels.ports import ChannelOrder, OrderStage, Unreadable
from kontor.channels.public import (
    ChannelRow,
    Mark,
    MessageOutcome,
    MessageRow,
    find_overtaken,
    get_channel,
    list_closed_marks,
    list_last_taken_in,
    list_new_messages,
    list_subjects,
    lock_open_messages,
    open_part,
    record_message_outcomes,
)
from kontor.flows.selling.following import Told, cancel_as_told, follow, stop_as_told
from kontor.flows.selling.intake import accept_orders
from kontor.flows.selling.resolving import TakenIn
from kontor.flows.warehouse.cancellation import stop_order
from kontor.kernel.actor import Actor
from kontor.kernel.errors import Refused
from kontor.kernel.money import ZERO
from kontor.orders.public import (
    HoldReason,
    hold_order,
    list_told_orders,
)
from kontor.platform.outside.registry import list_connectors
from kontor.platform.sql.blame import is_data_fault
from kontor.platform.sql.halving import work_in_batches
from kontor.platform.start.crashpoints import crash_point

BATCH = 200


def take_in_feed(*, channel_id: int, at: datetime, by: Actor) -> int:
    """Work on everything that waits in the inbox of a channel, in the order in which it came. Returns how many.

    Opens its own transactions: a message that the database refuses is halved out of its batch.
    """
    channel = get_channel(channel_id)
    done = 0
    while ids := list_new_messages(channel.code, most=BATCH):
        replay_feed(channel=channel, message_ids=ids, at=at, by=by)
        done += len(ids)
    return done


def replay_feed(*, channel: ChannelRow, message_ids: Sequence[int], at: datetime, by: Actor) -> dict[int, str]:
    """Take messages of a connector in (again). Returns what is wrong by message id, nothing where it went through."""

    def work(ids: Sequence[int]) -> list[tuple[int, str]]:
        outcomes = _take_in(channel, lock_open_messages(ids), at, by)
        record_message_outcomes(outcomes=list(outcomes.values()), at=at)
        crash_point("feed.closed")
        return [(message_id, outcomes[message_id].problem if message_id in outcomes else "") for message_id in ids]

    def culprit(message_id: int, failure: BaseException) -> tuple[int, str]:
        outcome = culprit_outcome(message_id, failure)
        record_message_outcomes(outcomes=[outcome], at=at)
        return message_id, outcome.problem

    fresh, known = _part(channel, message_ids)
    done = work_in_batches(fresh, work, culprit)
    for message_id in known:
        done += work_in_batches([message_id], work, culprit)
    return dict(done)


def _part(channel: ChannelRow, message_ids: Sequence[int]) -> tuple[list[int], list[int]]:
    """Part messages of orders that are new from those of orders that are here. New ones are taken in together; each of the others
    locks an order and its stock, so each has a transaction of its own: no two feeds wait for each other in a circle.
    """
    subjects = list_subjects(message_ids)
    here = list_told_orders(channel.id, sorted(set(subjects.values())))
    return [it for it in subjects if subjects[it] not in here], [it for it in subjects if subjects[it] in here]


def culprit_outcome(message_id: int, failure: BaseException) -> MessageOutcome:
    """Return what is said of a message that could not be taken in alone: refused by a rule, by the database, or a bug of ours."""
    if isinstance(failure, Refused):
        return MessageOutcome(message_id, failure.code, str(failure))
    code = "inbox.database_refused" if is_data_fault(failure) else f"bug.{type(failure).__name__}"
    return MessageOutcome(message_id, code, str(failure))


def _take_in(channel: ChannelRow, rows: Sequence[MessageRow], at: datetime, by: Actor) -> dict[int, MessageOutcome]:
    outcomes: dict[int, MessageOutcome] = {}
    overtaken = _overtaken(channel.code, rows)
    told: list[Told] = []
    for message in rows:
        if message.id in overtaken:
            outcomes[message.id] = MessageOutcome(message.id, problem="")
            continue
        try:
            told.append(Told(message.id, _translate(channel.code, message)))
        except Refused as refusal:
            outcomes[message.id] = MessageOutcome(message.id, refusal.code, str(refusal))
    known = list_told_orders(channel.id, [item.order.external_id for item in told])
    fresh = [item for item in told if item.order.external_id not in known]
    outcomes |= _take_fresh(fresh, at, by)
    known_ones = [item for item in told if item.order.external_id in known]
    before = _told_before(channel.code, known_ones)
    for item in known_ones:
        mine = replace(item, before=before.get(item.order.external_id))
        outcomes[item.message_id] = follow(known[item.order.external_id], mine, at, by)
    return outcomes


def _told_before(code: str, items: Sequence[Told]) -> dict[str, ChannelOrder]:
    """Return what was said of orders the last time that it was taken in."""
    subjects = [item.order.external_id for item in items]
    found: dict[str, ChannelOrder] = {}
    for message in list_last_taken_in(code, subjects):
        with suppress(Refused):  # a connector may have learned to read it otherwise
            found[message.subject] = _translate(code, message)
    return found


def _overtaken(code: str, rows: Sequence[MessageRow]) -> set[int]:
    """Return the messages that a newer one of the same order has overtaken, in this batch or closed before."""
    coming = [Mark(message.id, message.subject, message.changed_at) for message in rows]
    return find_overtaken(coming, list_closed_marks(code, [mark.subject for mark in coming if mark.subject]))


def _translate(code: str, message: MessageRow) -> ChannelOrder:
    connector = list_connectors().get(message.connector)
    if connector is None:
        raise Unreadable("The connector that fetched this message is not installed.", kind=message.connector)
    translated: ChannelOrder = connector.make.translate(code, bytes(message.body))
    return translated


def _take_fresh(fresh: Sequence[Told], at: datetime, by: Actor) -> dict[int, MessageOutcome]:
    """Orders that are new here: open ones walk, pending ones reserve, ended ones only leave their trace in the inbox. Of an order
    of which pieces have left already, the others are taken in.
    """
    outcomes = {item.message_id: MessageOutcome(item.message_id) for item in fresh}
    wanted = [
        (item, open_part(item.order))
        for item in fresh
        if item.order.stage not in (OrderStage.SHIPPED, OrderStage.CANCELLED) and item.order.order is not None
    ]
    taken = [(item, order) for item, order in wanted if order is not None]
    if not taken:
        return outcomes
    pending = {item.order.external_id for item, _ in taken if item.order.stage == OrderStage.PENDING}
    results = accept_orders(incoming=[order for _, order in taken], at=at, by=by, announced=pending)
    for (item, _), result in zip(taken, results, strict=True):
        if not isinstance(result, TakenIn):
            outcomes[item.message_id] = MessageOutcome(item.message_id, result.code, str(result))
        elif result.new:
            if item.order.external_id in pending:
                hold_order(order_id=result.order_id, reason=HoldReason.ANNOUNCED, note="", at=at, by=by)
            if item.order.cancelled:
                cancel_as_told(result.order_id, item.order.cancelled, at, by)
            stop_as_told(result.order_id, item.order, ZERO, at, by)
            if item.order.unclear:
                note = item.order.unclear
                stop_order(order_id=result.order_id, reason=HoldReason.CHANNEL, note=note, at=at, by=by)
    return outcomes
