"""Tables of orders."""

from kontor.orders.models.ledger import EntryKind, LineEntry, NewEntry, write_entries
from kontor.orders.models.new_lines import NewCharge, NewLine, insert_lines
from kontor.orders.models.order import (
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
    "insert_lines",
    "write_entries",
]
