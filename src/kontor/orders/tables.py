"""The tables of orders, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.orders.models import AgreedContents, Cancellation, Hold, LineEntry, Order, OrderCharge, OrderLine, OrderNote

__all__ = [
    "AgreedContents",
    "Cancellation",
    "Hold",
    "LineEntry",
    "Order",
    "OrderCharge",
    "OrderLine",
    "OrderNote",
]
