"""What a channel changed about an order that is known already: cancelled, amended, paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from kontor.channels.ports import ChannelOrder, LinePieces, OrderStage
from kontor.channels.public import (
    MessageOutcome,
    compare_orders,
)
from kontor.flows.errors import ChangeTooLate, OrderEnded, RevisedHere
from kontor.flows.selling.amending import amend_as_told, read_stored_order, readdress_order
from kontor.flows.selling.payment import open_payments_of
from kontor.flows.selling.resolving import to_address
from kontor.flows.warehouse.cancellation import cancel_pieces, cancel_whole_order, stop_order
from kontor.fulfilment.public import PiecesInWork
from kontor.kernel.actor import Actor
from kontor.kernel.errors import Refused
from kontor.kernel.money import ZERO
from kontor.orders.public import (
    AlreadyInvoiced,
    AlreadyPicked,
    AlreadyShipped,
    Following,
    HoldReason,
    NothingToCancel,
    ToldOrder,
    get_order_row,
    has_ended,
    is_held_for,
    judge_message,
    lift_hold,
    list_cancelled_by_channel,
    list_external_lines,
    lock_order_rows,
    note_paid_elsewhere,
    stops_of,
    take_back_told,
    was_noted,
    was_revised,
    write_note,
)
from kontor.payments.public import PaymentMethod, receive_elsewhere, was_received


@dataclass(frozen=True, slots=True)
class Told:
    """A message that was understood."""

    message_id: int
    order: ChannelOrder
    # What the channel said of it the time before, as far as that was taken in.
    before: ChannelOrder | None = None


def stop_as_told(order_id: int, told: ChannelOrder, refunded_before: Decimal, at: datetime, by: Actor) -> None:
    """Hold what the channel holds, and what it gave money back for before it left. Raises: ChangeTooLate."""
    for stop in stops_of(told, refunded_before=refunded_before):
        if not stop_order(order_id=order_id, reason=stop.reason, note=stop.note, at=at, by=by):
            raise ChangeTooLate(order=told.external_id)


def follow(known: ToldOrder, item: Told, at: datetime, by: Actor) -> MessageOutcome:
    """An order that is here already: what its channel changed is followed, or the message waits for somebody to decide."""
    try:
        with transaction.atomic():
            _follow_one(known, item, at, by)
    except Refused as refusal:
        text = f"{item.order.external_id}: {refusal}"[:4_000]
        if not was_noted(known.id, text):
            write_note(order_id=known.id, text=text, at=at, by=by)
        return MessageOutcome(item.message_id, refusal.code, str(refusal))
    return MessageOutcome(item.message_id)


def _follow_one(known: ToldOrder, item: Told, at: datetime, by: Actor) -> None:
    told, before = item.order, item.before
    meant = judge_message(told.stage, known.state)
    if meant is Following.CANCEL:
        _cancel(known, at, by)
    if meant is Following.REVIVED and list_cancelled_by_channel([known.id]):
        raise OrderEnded(order=known.number, state=told.stage.value)
    if meant is not Following.FOLLOW:
        return
    cancel_as_told(known.id, told.cancelled, at, by)
    if told.cancelled and has_ended(get_order_row(known.id).state):
        return
    if told.order is not None:
        _amend(known, told, before, at, by)
        _book_channel_payment(known.id, told.order.payment, at, by)
    stop_as_told(known.id, told, before.refunded if before else ZERO, at, by)
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
    revised = was_revised(known.id)
    if revised and (change.contents or unknown_yet):
        raise RevisedHere(order=known.number)
    if revised and not change.address:
        return
    try:
        with transaction.atomic():
            if revised:
                # What was agreed here stays; only where it goes follows.
                readdress_order(order_id=known.id, ship_to=to_address(told.order.ship_to), by_hand=False, at=at, by=by)
            else:
                amend_as_told(
                    order_id=known.id, told=told.order, keep_address=not (change.address or unknown_yet),
                    announced=announced, at=at, by=by,
                )  # fmt: skip
    except (AlreadyPicked, AlreadyShipped, AlreadyInvoiced, NothingToCancel, PiecesInWork) as late:
        raise ChangeTooLate(order=known.number) from late


def _book_channel_payment(order_id: int, payment: str, at: datetime, by: Actor) -> None:
    """An order that waited for its money and is ready now was paid at the channel, also where its payment is not opened yet. What
    somebody here agreed with its buyer since a part came in, the channel knows nothing of.
    """
    lock_order_rows([order_id])
    order = get_order_row(order_id)
    ours = was_received(order_id) and was_revised(order_id)
    if order.payment != PaymentMethod.PREPAYMENT or payment != PaymentMethod.PAID or ours:
        return
    open_payments_of(order_ids=[order_id], at=at, by=by)
    if receive_elsewhere(order_id=order_id, at=at, by=by):
        note_paid_elsewhere(order_id=order_id, at=at, by=by)


def _cancel(known: ToldOrder, at: datetime, by: Actor) -> None:
    """The buyer took the order back. If a parcel has left, somebody decides: it comes back as a return. Raises: ChangeTooLate."""
    try:
        cancel_whole_order(order_id=known.id, at=at, by=by)
    except Refused as refusal:
        raise ChangeTooLate(order=known.number) from refusal


def cancel_as_told(order_id: int, cancelled: Sequence[LinePieces], at: datetime, by: Actor) -> None:
    """Take back what the channel says is taken back and we have not taken back yet. Raises: ChangeTooLate."""
    back = take_back_told(list_external_lines(order_id), cancelled) if cancelled else None
    if back is None or not back.pieces:
        return
    try:
        if back.whole:
            cancel_whole_order(order_id=order_id, at=at, by=by)
        else:
            cancel_pieces(order_id=order_id, pieces=back.pieces, reference=f"channel:{back.turn}", at=at, by=by)
    except Refused as refusal:
        raise ChangeTooLate(order=order_id) from refusal
