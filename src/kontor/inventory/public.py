"""The front door of inventory."""

from kontor.inventory.errors import (
    KitHasNoStock,
    MoveKnown,
    ReservationUnknown,
    StockMissing,
    StockReserved,
    TooMuchStock,
)
from kontor.inventory.events import StockAdded
from kontor.inventory.models import (
    MoveKind,
)
from kontor.inventory.queries import (
    Availability,
    BalanceRow,
    IssuedCost,
    MoveRow,
    OpenReservation,
    Stock,
    check_adjusted_last,
    get_balances,
    get_moves,
    is_in_stock,
    list_availability,
    list_buffers,
    list_demand,
    list_issued_costs,
    list_open_reservations,
    lock_stock,
    look_at_stock,
    stock_has_changed,
)
from kontor.inventory.use_cases.adjust_stock import adjust_stock
from kontor.inventory.use_cases.correct_stock import correct_stock
from kontor.inventory.use_cases.count_stock import count_stock
from kontor.inventory.use_cases.free_reservations import free_reservations
from kontor.inventory.use_cases.issue_stock import issue_stock
from kontor.inventory.use_cases.keep_safety_stock import keep_safety_stock
from kontor.inventory.use_cases.move_stock import move_stock
from kontor.inventory.use_cases.receive_stock import GoodsIn, receive_stock
from kontor.inventory.use_cases.reserve_stock import Claim, reserve_stock
from kontor.inventory.use_cases.set_demand import set_demand
from kontor.inventory.use_cases.take_stock_changes import ChangedSku, take_stock_changes
from kontor.inventory.use_cases.write_off_missing import write_off_missing

__all__ = [
    "Availability",
    "BalanceRow",
    "ChangedSku",
    "Claim",
    "GoodsIn",
    "IssuedCost",
    "KitHasNoStock",
    "MoveKind",
    "MoveKnown",
    "MoveRow",
    "OpenReservation",
    "ReservationUnknown",
    "Stock",
    "StockAdded",
    "StockMissing",
    "StockReserved",
    "TooMuchStock",
    "adjust_stock",
    "check_adjusted_last",
    "correct_stock",
    "count_stock",
    "free_reservations",
    "get_balances",
    "get_moves",
    "is_in_stock",
    "issue_stock",
    "keep_safety_stock",
    "list_availability",
    "list_buffers",
    "list_demand",
    "list_issued_costs",
    "list_open_reservations",
    "lock_stock",
    "look_at_stock",
    "move_stock",
    "receive_stock",
    "reserve_stock",
    "set_demand",
    "stock_has_changed",
    "take_stock_changes",
    "write_off_missing",
]
