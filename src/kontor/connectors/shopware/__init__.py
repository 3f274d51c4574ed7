"""Shopware 6, Admin API and webhooks."""

from kontor.connectors.shopware.connector import Shopware

METADATA = {
    "code": "shopware",
    "name": "Shopware 6",
    "kind": "marketplace",
    "connector": Shopware,
    "stage": "kontor.simulators.shopware",
}
