"""The feed of a channel: raw messages become orders, completed announcements, cancellations; one bad one blocks none.

A message says how an order stands at the channel. The newest one counts, whenever it comes: what an older one says
after that is settled as overtaken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kontor.channels.ports import CancelledLine, ChannelOrder, OrderStage
from kontor.channels.public import (
    CONNECTOR_MESSAGE,
    Channel,
    InboundMessage,
    MessageOutcome,
    MessageState,
    MessageUnreadable,
    settle_messages,
)
from kontor.flows.cancellation import cancel_pieces, cancel_whole_order
from kontor.flows.intake import accept_orders
from kontor.flows.payment import book_payment
from kontor.flows.understanding import TakenIn, to_address
from kontor.kernel.actor import Actor
from kontor.kernel.errors import Refused
from kontor.orders.public import (
    HoldReason,
    Order,
    ToldOrder,
    amend_order,
    hold_order,
    lift_hold,
    list_external_lines,
    list_told_orders,
    write_note,
)
from kontor.platform.blame import is_data_fault
from kontor.platform.connectors import list_connectors
from kontor.platform.crashpoints import crash_point
from kontor.platform.halving import work_in_batches

BATCH = 200
_ENDED = ("CANCELLED", "CLOSED")


@dataclass(frozen=True, slots=True)
class _Told:
    """A message that was understood."""

    message_id: int
    order: ChannelOrder


def take_in_feed(*, channel_id: int, at: datetime, by: Actor) -> int:
    """Work on everything that waits in the inbox of a channel, in the order in which it came. Returns how many.

    Opens its own transactions: a message that the database refuses is halved out of its batch.
    """
    channel = Channel.objects.get(id=channel_id)
    done = 0
    while True:
        waiting = InboundMessage.objects.filter(channel=channel.code, state=MessageState.NEW)
        ids = list(
            waiting.filter(kind__startswith=CONNECTOR_MESSAGE).order_by("id").values_list("id", flat=True)[:BATCH]
        )
        if not ids:
            return done
        replay_feed(channel=channel, message_ids=ids, at=at, by=by)
        done += len(ids)


def replay_feed(*, channel: Channel, message_ids: Sequence[int], at: datetime, by: Actor) -> dict[int, str]:
    """Take messages of a connector in (again). Returns what is wrong by message id, nothing where it went through."""
    open_states = [MessageState.NEW, MessageState.QUARANTINED]

    def work(ids: Sequence[int]) -> list[tuple[int, str]]:
        rows = InboundMessage.objects.select_for_update(no_key=True).filter(id__in=ids, state__in=open_states)
        outcomes = _take_in(channel, list(rows.order_by("id")), at, by)
        settle_messages(outcomes=list(outcomes.values()), at=at)
        crash_point("feed.settled")
        return [(message_id, outcomes[message_id].problem if message_id in outcomes else "") for message_id in ids]

    def culprit(message_id: int, failure: BaseException) -> tuple[int, str]:
        outcome = culprit_outcome(message_id, failure)
        settle_messages(outcomes=[outcome], at=at)
        return message_id, outcome.problem

    return dict(work_in_batches(list(message_ids), work, culprit))


def culprit_outcome(message_id: int, failure: BaseException) -> MessageOutcome:
    """Return what is said of a message that could not be taken in alone: refused by a rule, by the database, or a bug of ours."""
    if isinstance(failure, Refused):
        return MessageOutcome(message_id, failure.code, str(failure))
    code = "inbox.database_refused" if is_data_fault(failure) else f"bug.{type(failure).__name__}"
    return MessageOutcome(message_id, code, str(failure))


def _take_in(channel: Channel, rows: Sequence[InboundMessage], at: datetime, by: Actor) -> dict[int, MessageOutcome]:
    outcomes: dict[int, MessageOutcome] = {}
    overtaken = _overtaken(channel.code, rows)
    told: list[_Told] = []
    for message in rows:
        if message.id in overtaken:
            outcomes[message.id] = MessageOutcome(message.id, problem="")
            continue
        try:
            told.append(_Told(message.id, _translate(channel.code, message)))
        except Refused as refusal:
            outcomes[message.id] = MessageOutcome(message.id, refusal.code, str(refusal))
    known = list_told_orders(channel.id, [item.order.external_id for item in told])
    fresh = [item for item in told if item.order.external_id not in known]
    outcomes |= _take_fresh(fresh, at, by)
    for item in told:
        if item.order.external_id in known:
            outcomes[item.message_id] = _follow(known[item.order.external_id], item, at, by)
    return outcomes


def _overtaken(code: str, rows: Sequence[InboundMessage]) -> set[int]:
    """Return the messages that a newer one of the same order has overtaken, in this batch or settled before."""
    newest: dict[str, tuple[datetime, int]] = {}
    subjects = [message.subject for message in rows if message.subject]
    before = InboundMessage.objects.filter(channel=code, subject__in=subjects, state=MessageState.DONE)
    for subject, changed_at, message_id in before.values_list("subject", "changed_at", "id"):
        if changed_at is not None:
            newest[subject] = max(newest.get(subject, (changed_at, message_id)), (changed_at, message_id))
    for message in rows:
        if message.subject and message.changed_at is not None:
            mark = (message.changed_at, message.id)
            newest[message.subject] = max(newest.get(message.subject, mark), mark)
    return {
        message.id
        for message in rows
        if message.subject and message.changed_at is not None and newest[message.subject][1] != message.id
    }


def _translate(code: str, message: InboundMessage) -> ChannelOrder:
    connector = list_connectors().get(message.kind.removeprefix(CONNECTOR_MESSAGE))
    if connector is None:
        raise MessageUnreadable("The connector that fetched this message is not installed.", kind=message.kind)
    translated: ChannelOrder = connector.make.translate(code, bytes(message.body))
    return translated


def _take_fresh(fresh: Sequence[_Told], at: datetime, by: Actor) -> dict[int, MessageOutcome]:
    """Orders that are new here: open ones walk, pending ones reserve, ended ones only leave their trace in the inbox."""
    outcomes = {item.message_id: MessageOutcome(item.message_id) for item in fresh}
    wanted = [
        (item, item.order.order)
        for item in fresh
        if item.order.stage in (OrderStage.OPEN, OrderStage.PENDING) and item.order.order is not None
    ]
    if not wanted:
        return outcomes
    pending = {item.order.external_id for item, _ in wanted if item.order.stage == OrderStage.PENDING}
    results = accept_orders(incoming=[order for _, order in wanted], at=at, by=by, announced=pending)
    for (item, _), result in zip(wanted, results, strict=True):
        if not isinstance(result, TakenIn):
            outcomes[item.message_id] = MessageOutcome(item.message_id, result.code, str(result))
            continue
        if result.new and item.order.external_id in pending:
            hold_order(order_id=result.order_id, reason=HoldReason.ANNOUNCED, note="", at=at, by=by)
        if result.new and item.order.cancelled:
            _cancel_lines(result.order_id, item.order.cancelled, at, by)
    return outcomes


def _follow(known: ToldOrder, item: _Told, at: datetime, by: Actor) -> MessageOutcome:
    """An order that is here already: completed, cancelled, or told again."""
    told = item.order
    if told.stage == OrderStage.CANCELLED:
        if known.state != "CANCELLED":
            _cancel(known, at, by)
    elif known.state not in _ENDED:
        if told.stage == OrderStage.OPEN and HoldReason.ANNOUNCED in known.held_for and told.order is not None:
            amend_order(order_id=known.id, ship_to=to_address(told.order.ship_to), at=at, by=by)
            _book_channel_payment(known.id, told.order.payment, at, by)
            lift_hold(order_id=known.id, reason=HoldReason.ANNOUNCED, at=at, by=by)
        if told.cancelled:
            _cancel_lines(known.id, told.cancelled, at, by)
    return MessageOutcome(item.message_id)


def _book_channel_payment(order_id: int, payment: str, at: datetime, by: Actor) -> None:
    """An order that waited for its money and is ready now was paid at the channel."""
    order = Order.objects.only("payment", "gross", "external_id").get(id=order_id)
    if order.payment == "prepayment" and payment == "paid":
        book_payment(order_id=order_id, amount=order.gross, reference=f"channel:{order.external_id}", at=at, by=by)


def _cancel(known: ToldOrder, at: datetime, by: Actor) -> None:
    """The buyer took the order back. If a parcel has left, people must know: it comes back as a return."""
    try:
        with transaction.atomic():
            cancel_whole_order(order_id=known.id, at=at, by=by)
    except Refused as refusal:
        write_note(order_id=known.id, text=f"Cancelled by the channel, but: {refusal}", at=at, by=by)


def _cancel_lines(order_id: int, cancelled: Sequence[CancelledLine], at: datetime, by: Actor) -> None:
    """Take back what the channel says is taken back and we have not taken back yet."""
    lines = list_external_lines(order_id)
    pieces = _pieces_to_cancel(lines, cancelled)
    if not pieces:
        return
    total = sum(ordered - gone for rows in lines.values() for _, ordered, gone in rows)
    try:
        with transaction.atomic():
            if sum(pieces.values()) >= total:
                cancel_whole_order(order_id=order_id, at=at, by=by)
            else:
                reference = f"channel:{sum(row[2] for rows in lines.values() for row in rows) + sum(pieces.values())}"
                cancel_pieces(order_id=order_id, pieces=pieces, reference=reference, at=at, by=by)
    except Refused as refusal:
        write_note(order_id=order_id, text=f"Partly cancelled by the channel, but: {refusal}", at=at, by=by)


def _pieces_to_cancel(
    lines: Mapping[str, Sequence[tuple[int, int, int]]], cancelled: Sequence[CancelledLine]
) -> dict[int, int]:
    pieces: dict[int, int] = {}
    for told in cancelled:
        left = told.quantity - sum(gone for _, _, gone in lines.get(told.line, ()))
        for line_id, ordered, gone in lines.get(told.line, ()):
            take = min(left, ordered - gone)
            if take > 0:
                pieces[line_id] = take
                left -= take
    return pieces
