"""Amazon Selling Partner API, orders fulfilled by the merchant."""

from kontor.connectors.amazon.connector import Amazon

METADATA = {
    "code": "amazon",
    "name": "Amazon",
    "kind": "marketplace",
    "connector": Amazon,
    "stage": "kontor.simulators.amazon",
}
