"""OTTO Market: orders v4, shipments v1, availability v1, prices v5, returns v3."""

from kontor.connectors.otto.connector import Otto

METADATA = {
    "code": "otto",
    "name": "OTTO Market",
    "kind": "marketplace",
    "connector": Otto,
    "stage": "kontor.simulators.otto",
}
