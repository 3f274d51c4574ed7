"""The pure heart of orders: the guards of their life, and what they are worth."""

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
    "LineFacts",
    "LineValue",
    "OrderFacts",
    "OrderValue",
    "address_complete",
    "has_lines",
    "is_complete",
    "may_be_paid_for",
    "no_hold_left",
    "nothing_open",
    "nothing_picked",
    "nothing_shipped",
    "share_charges",
    "split_cancellation",
    "value_of",
    "value_of_pieces",
]
