"""Every request that a connector sends, and every answer that it accepts, is what the channel's own document says."""

import pytest
from official import check_amazon, check_open_api, check_own, check_shopify, check_shopware

from kontor.cli.conformance import list_kits
from kontor.testing import fetching, pushing, telling
from kontor.testing.subject import DoesNotApply

EBAY = {
    "/sell/fulfillment/v1": ("ebay", "sell_fulfillment_v1_oas3.json"),
    "/sell/inventory/v1": ("ebay", "sell_inventory_v1_oas3.json"),
    "/commerce/notification/v1": ("ebay", "commerce_notification_v1_oas3.json"),
    "/sell/finances/v1": ("ebay", "sell_finances_v1_oas3.json"),
}
HOLD = {
    "amazon": check_amazon,
    "ebay": lambda exchanges: check_open_api(exchanges, EBAY, close=True),
    "kaufland": lambda exchanges: check_open_api(exchanges, {"/v2": ("kaufland", "swagger.json")}, close=False),
    "otto": lambda exchanges: check_own(exchanges, "otto"),
    "shopify": check_shopify,
    "shopware": check_shopware,
    "woocommerce": lambda exchanges: check_own(exchanges, "woocommerce"),
}
# What a day at the channel is made of.
DAY = (
    fetching.check_stage_orders, telling.check_stock, telling.check_prices, telling.check_shipment,
    telling.check_cancel, telling.check_cancel_part, telling.check_refund, fetching.check_returns,
    fetching.check_settlements, pushing.check_push, pushing.check_queue,
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(HOLD))
def test_speaks_the_official_protocol(name):
    kit = list_kits()[name]
    exchanges: list = []

    for check in DAY:
        kit.open_stage()
        kit.stage.exchanges = []
        try:
            check(kit)
        except DoesNotApply:
            continue
        finally:
            exchanges += kit.stage.exchanges
            kit.close_stage()

    assert HOLD[name](exchanges) >= 10
