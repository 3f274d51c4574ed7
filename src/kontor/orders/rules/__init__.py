"""The pure heart of orders: the guards of their life, and what they are worth."""

from kontor.orders.rules.following import (
    Following,
    LineCount,
    Stop,
    TakenBack,
    has_ended,
    judge_message,
    stops_of,
    take_back_told,
)
from kontor.orders.rules.matching import PricedLine, match_lines, tax_all_pieces
from kontor.orders.rules.steps import (
    LineFacts,
    OrderFacts,
    address_complete,
    has_lines,
    is_complete,
    may_be_paid_for,
    no_hold_left,
    nothing_open,
    nothing_picked,
    nothing_shipped,
    split_cancellation,
)
from kontor.orders.rules.value import ChargeValue, LineValue, OrderValue, share_charges, value_of, value_of_pieces

__all__ = [
    "ChargeValue",
    "Following",
    "LineCount",
    "LineFacts",
    "LineValue",
    "OrderFacts",
    "OrderValue",
    "PricedLine",
    "Stop",
    "TakenBack",
    "address_complete",
    "has_ended",
    "has_lines",
    "is_complete",
    "judge_message",
    "match_lines",
    "may_be_paid_for",
    "no_hold_left",
    "nothing_open",
    "nothing_picked",
    "nothing_shipped",
    "share_charges",
    "split_cancellation",
    "stops_of",
    "take_back_told",
    "tax_all_pieces",
    "value_of",
    "value_of_pieces",
]
