"""The tables of fulfilment, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.fulfilment.models import FulfilmentLine, FulfilmentOrder, Merge, PickList, PickTask, Shipment, ShipmentLine

__all__ = [
    "FulfilmentLine",
    "FulfilmentOrder",
    "Merge",
    "PickList",
    "PickTask",
    "Shipment",
    "ShipmentLine",
]
