"""The front door of orders."""

from kontor.orders.errors import (
    AddressIncomplete,
    AlreadyInvoiced,
    AlreadyPicked,
    AlreadyShipped,
    HoldsLeft,
    LinesOpen,
    NoLines,
    NothingToCancel,
    OrderNotPaid,
    OrderUnknown,
    StepNotAllowed,
)
from kontor.orders.events import (
    OrderAmended,
    OrderCancelled,
    OrderClosed,
    OrderHeld,
    OrderHoldLifted,
    OrderLinesCancelled,
    OrderPlaced,
    OrderRecalled,
    OrderReleased,
)
from kontor.orders.lifecycle import ORDER, verbs_from
from kontor.orders.models import (
    Cancellation,
    CancelReason,
    EntryKind,
    Hold,
    HoldReason,
    LineEntry,
    NewCharge,
    NewLine,
    Order,
    OrderCharge,
    OrderLine,
    OrderNote,
    OrderState,
)
from kontor.orders.queries import (
    CancellableLine,
    CancelledPart,
    KnownOrder,
    LineNeed,
    ShortLine,
    ToldOrder,
    count_demand,
    find_cancellable_line,
    find_known_orders,
    find_order,
    get_order,
    is_held_for,
    list_cancelled_parts,
    list_external_lines,
    list_known_cancellations,
    list_lines,
    list_needs,
    list_settled_orders,
    list_short_orders,
    list_told_orders,
    list_undeliverable,
    lock_orders,
    was_cancelled_by_channel,
)
from kontor.orders.rules import LineFacts, OrderFacts
from kontor.orders.use_cases.amend_contents import Contents, amend_contents
from kontor.orders.use_cases.archive_orders import archive_orders
from kontor.orders.use_cases.cancel_lines import FreedPieces, cancel_lines
from kontor.orders.use_cases.cancel_order import cancel_order
from kontor.orders.use_cases.close_orders import close_orders
from kontor.orders.use_cases.cover_shortage import cover_shortage
from kontor.orders.use_cases.hold_order import hold_order
from kontor.orders.use_cases.lift_hold import lift_hold
from kontor.orders.use_cases.move_pieces import move_pieces
from kontor.orders.use_cases.note_shortage import note_shortage
from kontor.orders.use_cases.place_orders import FIRST_NUMBER, NewOrder, place_orders
from kontor.orders.use_cases.recall_order import recall_order
from kontor.orders.use_cases.record_cancellations import ToldCancellation, record_cancellations
from kontor.orders.use_cases.release_orders import release_orders
from kontor.orders.use_cases.secure_orders import secure_orders
from kontor.orders.use_cases.set_ship_by import set_ship_by
from kontor.orders.use_cases.tag_order import tag_order
from kontor.orders.use_cases.unsecure_order import unsecure_order
from kontor.orders.use_cases.write_note import write_note

__all__ = [
    "FIRST_NUMBER",
    "ORDER",
    "AddressIncomplete",
    "AlreadyInvoiced",
    "AlreadyPicked",
    "AlreadyShipped",
    "CancelReason",
    "CancellableLine",
    "Cancellation",
    "CancelledPart",
    "Contents",
    "EntryKind",
    "FreedPieces",
    "Hold",
    "HoldReason",
    "HoldsLeft",
    "KnownOrder",
    "LineEntry",
    "LineFacts",
    "LineNeed",
    "LinesOpen",
    "NewCharge",
    "NewLine",
    "NewOrder",
    "NoLines",
    "NothingToCancel",
    "Order",
    "OrderAmended",
    "OrderCancelled",
    "OrderCharge",
    "OrderClosed",
    "OrderFacts",
    "OrderHeld",
    "OrderHoldLifted",
    "OrderLine",
    "OrderLinesCancelled",
    "OrderNotPaid",
    "OrderNote",
    "OrderPlaced",
    "OrderRecalled",
    "OrderReleased",
    "OrderState",
    "OrderUnknown",
    "ShortLine",
    "StepNotAllowed",
    "ToldCancellation",
    "ToldOrder",
    "amend_contents",
    "archive_orders",
    "cancel_lines",
    "cancel_order",
    "close_orders",
    "count_demand",
    "cover_shortage",
    "find_cancellable_line",
    "find_known_orders",
    "find_order",
    "get_order",
    "hold_order",
    "is_held_for",
    "lift_hold",
    "list_cancelled_parts",
    "list_external_lines",
    "list_known_cancellations",
    "list_lines",
    "list_needs",
    "list_settled_orders",
    "list_short_orders",
    "list_told_orders",
    "list_undeliverable",
    "lock_orders",
    "move_pieces",
    "note_shortage",
    "place_orders",
    "recall_order",
    "record_cancellations",
    "release_orders",
    "secure_orders",
    "set_ship_by",
    "tag_order",
    "unsecure_order",
    "verbs_from",
    "was_cancelled_by_channel",
    "write_note",
]
