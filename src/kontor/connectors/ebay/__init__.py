"""eBay: Fulfillment, Inventory, Post-Order, Finances, Notification."""

from kontor.connectors.ebay.connector import Ebay

METADATA = {"code": "ebay", "name": "eBay", "kind": "marketplace", "connector": Ebay, "stage": "kontor.simulators.ebay"}
