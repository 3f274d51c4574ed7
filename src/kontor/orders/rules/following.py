"""What a channel says now of an order that is here: whether it is followed, what of it is taken back, and what stops it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from kontor.channels.ports import ChannelOrder, LinePieces, OrderStage

_ALIVE = frozenset({OrderStage.OPEN, OrderStage.PENDING, OrderStage.HELD})
_CANCELLED, _CLOSED = "CANCELLED", "CLOSED"


class Following(Enum):
    """What follows from a message of a known order."""

    LEAVE = "leave"  # nothing is left to be done here
    CANCEL = "cancel"
    REVIVED = "revived"  # cancelled here, alive there
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True)
class LineCount:
    """How many pieces of a line were ordered, and how many of them are cancelled."""

    line_id: int
    ordered: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class Stop:
    """Why an order is to be stopped (a reason of a hold), with what the channel says of it."""

    reason: str
    note: str


def has_ended(state: str) -> bool:
    """Whether nothing happens to an order in this state any more."""
    return state in (_CANCELLED, _CLOSED)


def judge_message(stage: OrderStage, state: str) -> Following:
    """Say what a channel's word means for an order in this state: what ended there ends here, what ended here stays as it is."""
    if stage == OrderStage.CANCELLED:
        return Following.LEAVE if state == _CANCELLED else Following.CANCEL
    if stage not in _ALIVE or has_ended(state):
        return Following.REVIVED if state == _CANCELLED and stage in _ALIVE else Following.LEAVE
    return Following.FOLLOW


def stops_of(told: ChannelOrder, *, refunded_before: Decimal) -> list[Stop]:
    """Return why an order is stopped: the channel holds it, or took back that it is ready, or gave money back for it before it
    left.
    """
    stops = []
    if told.stage == OrderStage.HELD:
        stops.append(Stop("channel", told.why))
    if told.stage == OrderStage.PENDING:  # it was ready and is not any more; an announced one is held for that already
        stops.append(Stop("announced", ""))
    if told.refunded > refunded_before:
        currency = told.order.currency if told.order else ""
        stops.append(Stop("payment", f"{told.refunded:.2f} {currency}"))
    return stops


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Which pieces of which line are cancelled now; ``whole``: nothing of the order is left then. ``turn`` counts the pieces that
    are cancelled by then, so that the same message told again is known.
    """

    pieces: Mapping[int, int]
    whole: bool
    turn: int


def take_back_told(lines: Mapping[str, Sequence[LineCount]], cancelled: Sequence[LinePieces]) -> TakenBack:
    """Return what the channel says is taken back and we have not taken back yet. ``lines``: by the channel's id, of which several
    lines may be made.
    """
    pieces: dict[int, int] = {}
    for told in cancelled:
        mine = lines.get(told.line, ())
        left = told.quantity - sum(line.cancelled for line in mine)
        for line in mine:
            take = min(left, line.ordered - line.cancelled)
            if take > 0:
                pieces[line.line_id] = take
                left -= take
    every = [line for rows in lines.values() for line in rows]
    now = sum(pieces.values())
    still_there = sum(line.ordered - line.cancelled for line in every)
    return TakenBack(pieces, now >= still_there, sum(line.cancelled for line in every) + now)
