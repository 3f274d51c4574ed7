"""Tables of orders."""

from kontor.orders.models.ledger import EntryKind, LineEntry, NewEntry, write_entries
from kontor.orders.models.new_lines import NewCharge, NewLine, draw_order_ids, insert_lines
from kontor.orders.models.order import (
    AgreedContents,
    Cancellation,
    CancelReason,
    Hold,
    HoldReason,
    Order,
    OrderCharge,
    OrderLine,
    OrderNote,
    OrderState,
)

__all__ = [
    "AgreedContents",
    "CancelReason",
    "Cancellation",
    "EntryKind",
    "Hold",
    "HoldReason",
    "LineEntry",
    "NewCharge",
    "NewEntry",
    "NewLine",
    "Order",
    "OrderCharge",
    "OrderLine",
    "OrderNote",
    "OrderState",
    "draw_order_ids",
    "insert_lines",
    "write_entries",
]
