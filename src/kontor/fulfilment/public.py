"""The front door of fulfilment."""

from kontor.fulfilment.errors import (
    FulfilmentStepRefused,
    FulfilmentUnknown,
    NotAllPicked,
    NotMergeable,
    NotSplittable,
    OtherLocation,
    PiecesInWork,
    TooManyPicked,
)
from kontor.fulfilment.events import OrderAllocated, ShipmentDispatched, ShipmentPacked
from kontor.fulfilment.models import (
    FulfilmentState,
)
from kontor.fulfilment.queries import (
    CancelledBoxRow,
    FulfilmentRow,
    PackedLine,
    PartRow,
    ShipmentRow,
    TaskRow,
    count_assigned,
    get_fulfilment,
    get_order_ids,
    get_order_of_task,
    get_orders_in_boxes,
    get_orders_of_shipments,
    get_pick_list_of_task,
    get_shipments,
    list_cancelled_boxes,
    list_combinable,
    list_empty_handed,
    list_mates,
    list_members,
    list_packed_of,
    list_parts,
    list_places_of,
    list_shipments,
    list_tasks,
    list_unnumbered,
    list_unpacked,
    lock_boxes,
)
from kontor.fulfilment.rules import Pieces, ReservedPart, reserved_pieces, without
from kontor.fulfilment.use_cases.cancel_fulfilment import cancel_fulfilment
from kontor.fulfilment.use_cases.hand_over_shipments import ShippedPieces, hand_over_shipments
from kontor.fulfilment.use_cases.join_fulfilment import join_fulfilment
from kontor.fulfilment.use_cases.merge_fulfilment import merge_fulfilment
from kontor.fulfilment.use_cases.open_fulfilment_orders import OrderPart, open_fulfilment_orders
from kontor.fulfilment.use_cases.pack_shipment import pack_shipment
from kontor.fulfilment.use_cases.pick_task import PickedTask, pick_task
from kontor.fulfilment.use_cases.reduce_fulfilment import reduce_fulfilment
from kontor.fulfilment.use_cases.split_fulfilment import split_fulfilment
from kontor.fulfilment.use_cases.start_pick_list import start_pick_list
from kontor.fulfilment.use_cases.undo_merge import undo_merge

__all__ = [
    "CancelledBoxRow",
    "FulfilmentRow",
    "FulfilmentState",
    "FulfilmentStepRefused",
    "FulfilmentUnknown",
    "NotAllPicked",
    "NotMergeable",
    "NotSplittable",
    "OrderAllocated",
    "OrderPart",
    "OtherLocation",
    "PackedLine",
    "PartRow",
    "PickedTask",
    "Pieces",
    "PiecesInWork",
    "ReservedPart",
    "ShipmentDispatched",
    "ShipmentPacked",
    "ShipmentRow",
    "ShippedPieces",
    "TaskRow",
    "TooManyPicked",
    "cancel_fulfilment",
    "count_assigned",
    "get_fulfilment",
    "get_order_ids",
    "get_order_of_task",
    "get_orders_in_boxes",
    "get_orders_of_shipments",
    "get_pick_list_of_task",
    "get_shipments",
    "hand_over_shipments",
    "join_fulfilment",
    "list_cancelled_boxes",
    "list_combinable",
    "list_empty_handed",
    "list_mates",
    "list_members",
    "list_packed_of",
    "list_parts",
    "list_places_of",
    "list_shipments",
    "list_tasks",
    "list_unnumbered",
    "list_unpacked",
    "lock_boxes",
    "merge_fulfilment",
    "open_fulfilment_orders",
    "pack_shipment",
    "pick_task",
    "reduce_fulfilment",
    "reserved_pieces",
    "split_fulfilment",
    "start_pick_list",
    "undo_merge",
    "without",
]
