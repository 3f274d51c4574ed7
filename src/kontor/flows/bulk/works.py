"""What can be done to many rows, by grid and verb: what a verb does to one row, what it would refuse, and what takes it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kontor.channels.public import PriceChange
from kontor.flows.errors import NoMate, StaysReleased, StillWaits
from kontor.flows.imports.tables.kinds import KINDS
from kontor.flows.imports.tables.running import GRID as IMPORTS
from kontor.flows.imports.tables.taking import TableRow, take_row, take_row_back
from kontor.flows.market.offers import change_offer_price, restore_offer_price
from kontor.flows.waiting import set_going
from kontor.flows.warehouse.cancellation import cancel_whole_order, recall_from_warehouse, stop_order
from kontor.flows.warehouse.merging import is_merged, list_mergeable, merge_orders
from kontor.kernel.actor import Actor
from kontor.kernel.errors import Refused
from kontor.orders.public import (
    HoldReason,
    OrderFacts,
    OrderState,
    get_order_row,
    is_held_for,
    judge_step,
    lift_hold,
    list_holds_of,
    lock_orders,
    look_at_orders,
    release_orders,
    tag_order,
    write_note,
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A row that a verb works on: its id, what the form told, which others were chosen with it, and what is told of it alone."""

    key: int
    facts: Mapping[str, Any]
    others: frozenset[int]
    told: Mapping[str, Any]


Done = bool | Mapping[str, Any] | None
Judge = Callable[[Sequence[int]], dict[int, Refused]]


@dataclass(frozen=True, slots=True)
class BulkWork:
    """What a verb does to a row (False: there was nothing to do), what it would refuse, and the verb that takes it back. What the
    work returns besides is what was before: it is told to the verb that takes it back.
    """

    work: Callable[[Chosen, datetime, Actor], Done]
    judge: Judge | None = None
    undo: str = ""


# Of many orders each is held for something else.
ANY_HOLD = "any"


def _judged(verb_of: Callable[[OrderFacts], str]) -> Judge:
    """Judge orders by the guards of their lifecycle."""

    def judge(order_ids: Sequence[int]) -> dict[int, Refused]:
        facts = look_at_orders(order_ids)
        found = {key: judge_step(verb_of(order), order) for key, order in facts.items()}
        return {key: refusal for key, refusal in found.items() if refusal is not None}

    return judge


def _hold_verb(order: OrderFacts) -> str:
    return {OrderState.RELEASED: "recall_order", OrderState.HELD: "lift_hold"}.get(
        OrderState(order.state), "hold_order"
    )


def _judge_hold(order_ids: Sequence[int]) -> dict[int, Refused]:
    facts = {key: it for key, it in look_at_orders(order_ids).items() if it.state != OrderState.HELD}
    found = {key: judge_step(_hold_verb(order), order) for key, order in facts.items()}
    return {key: refusal for key, refusal in found.items() if refusal is not None}


def _release(it: Chosen, at: datetime, by: Actor) -> None:
    release_orders(order_ids=[it.key], at=at, by=by)


def _hold(it: Chosen, at: datetime, by: Actor) -> bool:
    """Hold an order for the reason that was chosen; where a lift is taken back, for those that it lifted."""
    chosen, note = str(it.facts.get("reason", HoldReason.MANUAL)), str(it.facts.get("note", ""))
    lock_orders([it.key])
    # What was lifted before notes were kept is told by its reasons alone.
    lifted = it.told.get("holds") or [(why, "") for why in it.told.get("lifted", ())] or None
    holds = [(why, told) for why, told in lifted or [(chosen, note)] if not is_held_for(it.key, why)]
    for why, told in holds:
        if not stop_order(order_id=it.key, reason=why, note=told, at=at, by=by, by_hand=lifted is None):
            raise StaysReleased(order=it.key)
    return bool(holds)


def _lift(it: Chosen, at: datetime, by: Actor) -> Mapping[str, Any]:
    told = str(it.facts.get("reason", HoldReason.MANUAL))
    lock_orders([it.key])
    notes = {hold.reason: hold.note for hold in list_holds_of(it.key)}
    lifted = [reason for reason in sorted(notes) if told == ANY_HOLD] or [told]
    for reason in lifted:
        lift_hold(order_id=it.key, reason=reason, at=at, by=by)
    return {"holds": [(reason, notes.get(reason, "")) for reason in lifted]}


def _cancel(it: Chosen, at: datetime, by: Actor) -> None:
    cancel_whole_order(order_id=it.key, reason=str(it.facts.get("reason", "other")), at=at, by=by)


def _recall(it: Chosen, at: datetime, by: Actor) -> None:
    recall_from_warehouse(order_id=it.key, at=at, by=by)


def _tag(it: Chosen, at: datetime, by: Actor) -> bool:
    lock_orders([it.key])
    tag, kept = str(it.facts.get("tag", "")), get_order_row(it.key).tags
    if tag in kept:
        return False
    tag_order(order_id=it.key, tags=[*kept, tag], at=at, by=by)
    return True


def _untag(it: Chosen, at: datetime, by: Actor) -> bool:
    lock_orders([it.key])
    tag, kept = str(it.facts.get("tag", "")), get_order_row(it.key).tags
    if tag not in kept:
        return False
    tag_order(order_id=it.key, tags=[word for word in kept if word != tag], at=at, by=by)
    return True


def _note(it: Chosen, at: datetime, by: Actor) -> None:
    write_note(order_id=it.key, text=str(it.facts.get("text", "")), at=at, by=by)


def _merge(it: Chosen, at: datetime, by: Actor) -> bool:
    mates = [other.id for other in list_mergeable(it.key) if other.id in it.others]
    if not mates and not is_merged(it.key):
        raise NoMate(order=it.key)
    if mates:
        merge_orders(order_ids=[it.key, *mates], at=at, by=by)
    return bool(mates)


def _price(it: Chosen, at: datetime, by: Actor) -> Done:
    return change_offer_price(listing_id=it.key, change=str(it.facts.get("change", "")), at=at, by=by).keep()


def _price_back(it: Chosen, at: datetime, by: Actor) -> Done:
    return restore_offer_price(listing_id=it.key, changed=PriceChange.read(it.told), at=at, by=by).keep()


def _again(kind: str) -> BulkWork:
    def work(it: Chosen, at: datetime, by: Actor) -> None:
        if not set_going(kind=kind, id_=it.key, at=at, by=by):
            raise StillWaits

    return BulkWork(work)


def _table(kind: str) -> BulkWork:
    def work(it: Chosen, at: datetime, by: Actor) -> Done:
        return take_row(kind=kind, row=TableRow(it.key, it.told, it.facts), at=at, by=by)

    return BulkWork(work, undo=f"undo_{kind}")


def _table_back(kind: str) -> BulkWork:
    return BulkWork(lambda it, at, by: take_row_back(kind=kind, kept=it.told, at=at, by=by))


# What can be done to many rows, by grid and verb.
WORKS: Mapping[str, Mapping[str, BulkWork]] = {
    "orders": {
        "release": BulkWork(_release, _judged(lambda it: "release_orders"), undo="recall"),
        "recall": BulkWork(_recall, _judged(lambda it: "recall_order"), undo="release"),
        "hold": BulkWork(_hold, _judge_hold, undo="lift"),
        "lift": BulkWork(_lift, undo="hold"),
        "cancel": BulkWork(_cancel, _judged(lambda it: "cancel_order")),
        "tag": BulkWork(_tag, undo="untag"),
        "untag": BulkWork(_untag, undo="tag"),
        "note": BulkWork(_note),
        "merge": BulkWork(_merge),
    },
    "offers": {"price": BulkWork(_price, undo="price_back"), "price_back": BulkWork(_price_back, undo="price_back")},
    "failed": {"again": _again("news")},
    "inbox": {"again": _again("message")},
    "told": {"again": _again("told")},
    "mails": {"again": _again("mail")},
    IMPORTS: {kind: _table(kind) for kind in KINDS} | {f"undo_{kind}": _table_back(kind) for kind in KINDS},
}
