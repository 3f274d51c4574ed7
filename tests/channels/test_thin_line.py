"""The thinnest line through a channel: stock out, order in, shipment out."""

import pytest
from playing import Played

from builders import assert_house_in_order
from kontor.orders.tables import Order

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["amazon", "ebay", "kaufland", "otto", "shopify", "shopware", "woocommerce"])
def played(request, real_shop):
    play = Played(real_shop, request.param)
    yield play
    play.stop()


class TestAChannel:
    def test_sells_what_is_published_and_hears_of_the_shipment(self, played, real_shop):
        played.publish()
        assert played.stage.world.offers["LAMP"].quantity == 15

        played.direct("buy", sku="LAMP", quantity=1)
        played.poll()
        order = Order.objects.get(channel=played.channel)
        played.ship(order)
        played.tell()

        assert [entry["order"] for entry in played.told("shipped")] == [order.external_id]
        assert_house_in_order()
