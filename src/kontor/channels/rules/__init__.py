"""What needs no table: reading an order, and how many pieces are held back."""

from kontor.channels.rules.access import check_access
from kontor.channels.rules.buffer import Buffer, computed_buffer, slowest
from kontor.channels.rules.comparing import OfferDifference, OrderChange, compare_offer, compare_orders, open_part
from kontor.channels.rules.overtaking import Mark, find_overtaken
from kontor.channels.rules.pricing import change_price
from kontor.channels.rules.reading import CONNECTOR_MESSAGE, ORDER_JSON, name_faults, read_order

__all__ = [
    "CONNECTOR_MESSAGE",
    "ORDER_JSON",
    "Buffer",
    "Mark",
    "OfferDifference",
    "OrderChange",
    "change_price",
    "check_access",
    "compare_offer",
    "compare_orders",
    "computed_buffer",
    "find_overtaken",
    "name_faults",
    "open_part",
    "read_order",
    "slowest",
]
