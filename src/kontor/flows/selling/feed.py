"""The feed of a channel: raw messages become orders, completed announcements, cancellations; one bad one blocks none.

A message says how an order stands at the channel. The newest one counts, whenever it comes: what an older one says
after that is settled as overtaken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from kontor.channels.ports import ChannelOrder, LinePieces, OrderStage, Unreadable
from kontor.channels.public import (
    CONNECTOR_MESSAGE,
    Channel,
    InboundMessage,
    MessageOutcome,
    MessageState,
    compare_orders,
    open_part,
    settle_messages,
)
from kontor.flows.errors import ChangeTooLate, OrderEnded
from kontor.flows.selling.amending import amend_as_told, read_stored_order
from kontor.flows.selling.intake import accept_orders
from kontor.flows.selling.payment import book_payment, open_payments_of
from kontor.flows.selling.understanding import TakenIn, to_address
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order, stop_order
from kontor.fulfilment.public import PiecesInWork
from kontor.kernel.actor import Actor
from kontor.kernel.errors import Refused
from kontor.kernel.money import ZERO
from kontor.orders.public import (
    AlreadyInvoiced,
    AlreadyPicked,
    AlreadyShipped,
    HoldReason,
    NothingToCancel,
    Order,
    OrderNote,
    OrderState,
    ToldOrder,
    hold_order,
    is_held_for,
    lift_hold,
    list_external_lines,
    list_told_orders,
    was_cancelled_by_channel,
    write_note,
)
from kontor.payments.public import PaymentMethod, find_payment
from kontor.platform.outside.registry import list_connectors
from kontor.platform.sql.blame import is_data_fault
from kontor.platform.sql.halving import work_in_batches
from kontor.platform.start.crashpoints import crash_point

BATCH = 200
_ENDED = ("CANCELLED", "CLOSED")


@dataclass(frozen=True, slots=True)
class _Told:
    """A message that was understood."""

    message_id: int
    order: ChannelOrder
    # What the channel said of it the time before, as far as that was taken in.
    before: ChannelOrder | None = None


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

    fresh, known = _part(channel, message_ids)
    done = work_in_batches(fresh, work, culprit)
    for message_id in known:
        done += work_in_batches([message_id], work, culprit)
    return dict(done)


def _part(channel: Channel, message_ids: Sequence[int]) -> tuple[list[int], list[int]]:
    """Part messages of orders that are new from those of orders that are here. New ones are taken in together; each of the others
    locks an order and its stock, so each has a transaction of its own: no two feeds wait for each other in a circle.
    """
    subjects = dict(InboundMessage.objects.filter(id__in=message_ids).order_by("id").values_list("id", "subject"))
    here = list_told_orders(channel.id, sorted(set(subjects.values())))
    return [it for it in subjects if subjects[it] not in here], [it for it in subjects if subjects[it] in here]


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
    follow = [item for item in told if item.order.external_id in known]
    before = _told_before(channel.code, follow)
    for item in follow:
        mine = replace(item, before=before.get(item.order.external_id))
        outcomes[item.message_id] = _follow(known[item.order.external_id], mine, at, by)
    return outcomes


def _told_before(code: str, items: Sequence[_Told]) -> dict[str, ChannelOrder]:
    """Return what was said of orders the last time that it was taken in."""
    subjects = [item.order.external_id for item in items]
    rows = InboundMessage.objects.filter(channel=code, subject__in=subjects, state=MessageState.DONE)
    found: dict[str, ChannelOrder] = {}
    for message in rows.order_by("subject", F("changed_at").desc(nulls_last=True), "-id").distinct("subject"):
        with suppress(Refused):  # a connector may have learned to read it otherwise
            found[message.subject] = _translate(code, message)
    return found


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
        raise Unreadable("The connector that fetched this message is not installed.", kind=message.kind)
    translated: ChannelOrder = connector.make.translate(code, bytes(message.body))
    return translated


def _take_fresh(fresh: Sequence[_Told], at: datetime, by: Actor) -> dict[int, MessageOutcome]:
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
                _cancel_lines(result.order_id, item.order.cancelled, at, by)
            _stop_as_told(result.order_id, item.order, ZERO, at, by)
            if item.order.unclear:
                note = item.order.unclear
                stop_order(order_id=result.order_id, reason=HoldReason.CHANNEL, note=note, at=at, by=by)
    return outcomes


def _stop_as_told(order_id: int, told: ChannelOrder, refunded_before: Decimal, at: datetime, by: Actor) -> None:
    """Hold what the channel holds, and what it gave money back for before it left. Raises: ChangeTooLate."""
    stops = []
    if told.stage == OrderStage.HELD:
        stops.append((HoldReason.CHANNEL, told.why))
    if told.stage == OrderStage.PENDING:  # it was ready and is not any more; an announced one is held for that already
        stops.append((HoldReason.ANNOUNCED, ""))
    if told.refunded > refunded_before:
        currency = told.order.currency if told.order else ""
        stops.append((HoldReason.PAYMENT, f"{told.refunded:.2f} {currency}"))
    for reason, note in stops:
        if not stop_order(order_id=order_id, reason=reason, note=note, at=at, by=by):
            raise ChangeTooLate(order=told.external_id)


def _follow(known: ToldOrder, item: _Told, at: datetime, by: Actor) -> MessageOutcome:
    """An order that is here already: what its channel changed is followed, or the message waits for somebody to decide."""
    try:
        with transaction.atomic():
            _follow_one(known, item, at, by)
    except Refused as refusal:
        text = f"{item.order.external_id}: {refusal}"[:4_000]
        if not OrderNote.objects.filter(order_id=known.id, text=text).exists():
            write_note(order_id=known.id, text=text, at=at, by=by)
        return MessageOutcome(item.message_id, refusal.code, str(refusal))
    return MessageOutcome(item.message_id)


def _follow_one(known: ToldOrder, item: _Told, at: datetime, by: Actor) -> None:
    told = item.order
    alive = told.stage in (OrderStage.OPEN, OrderStage.PENDING, OrderStage.HELD)
    if told.stage == OrderStage.CANCELLED:
        if known.state != OrderState.CANCELLED:
            _cancel(known, at, by)
        return
    if known.state in _ENDED or not alive:
        if known.state == OrderState.CANCELLED and alive and was_cancelled_by_channel(known.id):
            raise OrderEnded(order=known.number, state=told.stage.value)
        return
    before = item.before
    if told.cancelled:
        _cancel_lines(known.id, told.cancelled, at, by)
        if Order.objects.filter(id=known.id, state__in=_ENDED).exists():
            return
    if told.order is not None:
        _amend(known, told, before, at, by)
        _book_channel_payment(known.id, told.order.payment, at, by)
    _stop_as_told(known.id, told, before.refunded if before else ZERO, at, by)
    if told.stage == OrderStage.OPEN:
        for reason in (HoldReason.ANNOUNCED, HoldReason.CHANNEL):
            if is_held_for(known.id, reason):
                lift_hold(order_id=known.id, reason=reason, at=at, by=by)


def _amend(known: ToldOrder, told: ChannelOrder, before: ChannelOrder | None, at: datetime, by: Actor) -> None:
    """Make the order what the channel says of it, where the channel says something else than it said before.

    What was corrected here and did not change there stays corrected.
    """
    assert told.order is not None
    announced = told.stage == OrderStage.PENDING
    then = before.order if before is not None else None
    change = compare_orders(then or read_stored_order(known.id, told.order), told.order)
    unknown_yet = HoldReason.ANNOUNCED in known.held_for and not announced
    if not (change.address or change.contents or unknown_yet):
        return
    if change.address and to_address(told.order.ship_to).missing() and not announced:
        change = replace(change, address=False)  # an address that is hidden again is no new one
    try:
        with transaction.atomic():
            amend_as_told(
                order_id=known.id, told=told.order, keep_address=not (change.address or unknown_yet),
                announced=announced, at=at, by=by,
            )  # fmt: skip
    except (AlreadyPicked, AlreadyShipped, AlreadyInvoiced, NothingToCancel, PiecesInWork) as late:
        raise ChangeTooLate(order=known.number) from late


def _book_channel_payment(order_id: int, payment: str, at: datetime, by: Actor) -> None:
    """An order that waited for its money and is ready now was paid at the channel, also where its payment is not opened yet."""
    order = Order.objects.only("payment", "gross", "external_id").get(id=order_id)
    if order.payment != PaymentMethod.PREPAYMENT or payment != "paid":
        return
    open_payments_of(order_ids=[order_id], at=at, by=by)
    waiting = find_payment(order_id)
    if waiting is not None and waiting.secured_at is None and waiting.amount > waiting.captured:
        lacking = waiting.amount - waiting.captured
        book_payment(order_id=order_id, amount=lacking, reference=f"channel:{order.external_id}", at=at, by=by)


def _cancel(known: ToldOrder, at: datetime, by: Actor) -> None:
    """The buyer took the order back. If a parcel has left, somebody decides: it comes back as a return. Raises: ChangeTooLate."""
    try:
        cancel_whole_order(order_id=known.id, at=at, by=by)
    except Refused as refusal:
        raise ChangeTooLate(order=known.number) from refusal


def _cancel_lines(order_id: int, cancelled: Sequence[LinePieces], at: datetime, by: Actor) -> None:
    """Take back what the channel says is taken back and we have not taken back yet. Raises: ChangeTooLate."""
    lines = list_external_lines(order_id)
    pieces = _pieces_to_cancel(lines, cancelled)
    if not pieces:
        return
    total = sum(ordered - gone for rows in lines.values() for _, ordered, gone in rows)
    try:
        if sum(pieces.values()) >= total:
            cancel_whole_order(order_id=order_id, at=at, by=by)
        else:
            reference = f"channel:{sum(row[2] for rows in lines.values() for row in rows) + sum(pieces.values())}"
            cancel_pieces(order_id=order_id, pieces=pieces, reference=reference, at=at, by=by)
    except Refused as refusal:
        raise ChangeTooLate(order=order_id) from refusal


def _pieces_to_cancel(
    lines: Mapping[str, Sequence[tuple[int, int, int]]], cancelled: Sequence[LinePieces]
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
