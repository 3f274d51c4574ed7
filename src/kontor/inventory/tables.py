"""The tables of inventory, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.inventory.models import Balance, ChannelBuffer, DemandRate, Reservation, StockChange, StockMove

__all__ = [
    "Balance",
    "ChannelBuffer",
    "DemandRate",
    "Reservation",
    "StockChange",
    "StockMove",
]
