"""Shopify, Admin GraphQL 2026-10 and webhooks."""

from kontor.connectors.shopify.connector import Shopify

METADATA = {
    "code": "shopify",
    "name": "Shopify",
    "kind": "marketplace",
    "connector": Shopify,
    "stage": "kontor.simulators.shopify",
}
