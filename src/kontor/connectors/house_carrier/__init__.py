"""The merchant's own delivery: prints real labels (PDF A6 and ZPL, Code 128) without any carrier contract."""

from kontor.connectors.house_carrier.connector import HouseCarrier

METADATA = {"code": "house_carrier", "name": "Own delivery", "kind": "carrier", "connector": HouseCarrier}
