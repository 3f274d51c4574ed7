"""PayPal: payments agreed to on its page or in a shop, collected on shipment, given back, news over signed messages."""

from kontor.connectors.paypal.connector import PayPal

METADATA = {
    "code": "paypal",
    "name": "PayPal",
    "kind": "payment",
    "connector": PayPal,
    "stage": "kontor.simulators.paypal",
}
