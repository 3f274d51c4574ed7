"""Kaufland Global Marketplace, seller API v2."""

from kontor.connectors.kaufland.connector import Kaufland

METADATA = {
    "code": "kaufland",
    "name": "Kaufland",
    "kind": "marketplace",
    "connector": Kaufland,
    "stage": "kontor.simulators.kaufland",
}
