"""Stripe: payments agreed to on its page or in a shop, collected on shipment, given back, news over signed messages."""

from kontor.connectors.stripe.connector import Stripe

METADATA = {
    "code": "stripe",
    "name": "Stripe",
    "kind": "payment",
    "connector": Stripe,
    "stage": "kontor.simulators.stripe",
}
