"""Tables of orders."""

from kontor.orders.models.ledger import EntryKind, LineEntry, NewEntry, write_entries
from kontor.orders.models.order import (
    Cancellation,
    Hold,
    HoldReason,
    Order,
    OrderCharge,
    OrderLine,
    OrderNote,
    OrderState,
)

__all__ = [
    "Cancellation",
    "EntryKind",
    "Hold",
    "HoldReason",
    "LineEntry",
    "NewEntry",
    "Order",
    "OrderCharge",
    "OrderLine",
    "OrderNote",
    "OrderState",
    "write_entries",
]
