"""Mollie: payments agreed to on its page or in a shop, collected on shipment, given back, news over signed messages."""

from kontor.connectors.mollie.connector import Mollie

METADATA = {
    "code": "mollie",
    "name": "Mollie",
    "kind": "payment",
    "connector": Mollie,
    "stage": "kontor.simulators.mollie",
}
