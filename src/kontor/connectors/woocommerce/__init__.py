"""WooCommerce, REST v3 and webhooks."""

from kontor.connectors.woocommerce.connector import WooCommerce

METADATA = {
    "code": "woocommerce",
    "name": "WooCommerce",
    "kind": "marketplace",
    "connector": WooCommerce,
    "stage": "kontor.simulators.woocommerce",
}
