"""An order of a real shop: bought there, seen here, shipped here, seen there; stock follows both ways."""

from __future__ import annotations

from datetime import timedelta

import httpx2
import pytest
from django.db import transaction
from playing import Played

from builders import assert_house_in_order
from kontor.catalog.public import NewProduct, create_products
from kontor.channels.public import Access, connect_channel, list_articles
from kontor.channels.tables import Channel
from kontor.connectors.transport import close_client
from kontor.flows.market.offers import refresh_channel
from kontor.flows.market.reconciliation import learn_offers
from kontor.kernel.actor import Actor
from kontor.kernel.clock import read_clock
from kontor.orders.tables import Order

pytestmark = pytest.mark.django_db(transaction=True)


class Buyer:
    """A guest with a cart, over the shop's own API."""

    def __init__(self, url: str) -> None:
        self.client = httpx2.Client(base_url=url, timeout=30)

    def ask(self, document: str, **variables):
        answer = self.client.post("/shop-api", json={"query": document, "variables": variables})
        if token := answer.headers.get("vendure-auth-token"):
            self.client.headers["Authorization"] = f"Bearer {token}"
        told = answer.json()
        assert "errors" not in told, told
        return told["data"]

    def variants(self) -> dict[str, dict]:
        told = self.ask("query { products { items { variants { id sku stockLevel } } } }")
        return {each["sku"]: each for item in told["products"]["items"] for each in item["variants"]}

    def buy(self, variant: str, quantity: int) -> str:
        add = "mutation($id: ID!, $n: Int!) { addItemToOrder(productVariantId: $id, quantity: $n) { __typename } }"
        assert self.ask(add, id=variant, n=quantity)["addItemToOrder"]["__typename"] == "Order"
        who = {"firstName": "Jana", "lastName": "Vogt", "emailAddress": "jana@example.org"}
        self.ask("mutation($i: CreateCustomerInput!) { setCustomerForOrder(input: $i) { __typename } }", i=who)
        to = {
            "fullName": "Jana Vogt", "streetLine1": "Lindenallee 14a", "city": "Leipzig", "postalCode": "04109",
            "countryCode": "DE",
        }  # fmt: skip
        self.ask("mutation($i: CreateAddressInput!) { setOrderShippingAddress(input: $i) { __typename } }", i=to)
        method = self.ask("query { eligibleShippingMethods { id } }")["eligibleShippingMethods"][0]["id"]
        self.ask("mutation($i: [ID!]!) { setOrderShippingMethod(shippingMethodId: $i) { __typename } }", i=[method])
        self.ask('mutation { transitionOrderToState(state: "ArrangingPayment") { __typename } }')
        pay = "mutation($i: PaymentInput!) { addPaymentToOrder(input: $i) { __typename ... on Order { id state } } }"
        order = self.ask(pay, i={"method": "sofort-bezahlt", "metadata": {}})["addPaymentToOrder"]
        assert order["state"] == "PaymentSettled", order
        return order["id"]


class RealShop(Played):
    """The same hands as for the played channels, with a real shop at the other end."""

    def __init__(self, shop, url: str) -> None:
        self.shop, self.code = shop, "vendure"
        with transaction.atomic():
            shop.skus |= create_products(
                products=[NewProduct("TASSE-BLAU", "Tasse"), NewProduct("KANNE-GLAS", "Kanne")]
            )
            self.channel = Channel.objects.create(
                code="vendure-1", name="Vendure", legal_entity=shop.channel.legal_entity
            )
            names = ("TASSE-BLAU", "KANNE-GLAS")
            list_articles(channel_id=self.channel.id, skus={sku: shop.skus[sku] for sku in names})
            at = read_clock()
            secrets = {"username": "superadmin", "password": "superadmin"}
            access = Access("vendure", url, {}, secrets)
            connect_channel(
                channel_id=self.channel.id, access=access, since=at - timedelta(hours=1), at=at, by=Actor("user", "t")
            )
        shop.receive("TASSE-BLAU", 12)
        shop.receive("KANNE-GLAS", 5)
        learn_offers(channel_id=self.channel.id)
        with transaction.atomic():
            refresh_channel(channel_id=self.channel.id, at=read_clock())

    def admin(self, document: str, **variables):
        from kontor.channels.public import open_marketplace

        return open_marketplace(self.channel.id)._ask(document, **variables)

    def there(self, sku: str) -> tuple[int, int]:
        """Return stock on hand and allocated, in the shop."""
        asked = "query($s: String!) { productVariants(options: {filter: {sku: {eq: $s}}}) { items { stockLevels { stockOnHand stockAllocated } } } }"
        level = self.admin(asked, s=sku)["productVariants"]["items"][0]["stockLevels"][0]
        return level["stockOnHand"], level["stockAllocated"]


def test_an_order_of_a_real_shop_goes_the_whole_way(real_shop, vendure):
    shop = RealShop(real_shop, vendure)
    shop.publish()
    assert (shop.there("TASSE-BLAU"), shop.there("KANNE-GLAS")) == ((12, 0), (5, 0))

    buyer = Buyer(vendure)
    number = buyer.buy(buyer.variants()["TASSE-BLAU"]["id"], 3)
    buyer.client.close()
    shop.poll()
    order = Order.objects.get(channel=shop.channel, external_id=number)
    assert (order.state, order.ship_to["city"], str(order.gross)) == ("RELEASED", "Leipzig", "43.6000")
    assert real_shop.stock("TASSE-BLAU") == (12, 3)

    shop.publish()
    on_hand, allocated = shop.there("TASSE-BLAU")
    assert on_hand - allocated == 9

    shop.ship(order)
    shop.tell()
    told = shop.admin("query($id: ID!) { order(id: $id) { state fulfillments { state trackingCode } } }", id=number)
    assert told["order"]["state"] == "Shipped"
    assert [parcel["state"] for parcel in told["order"]["fulfillments"]] == ["Shipped"]
    assert told["order"]["fulfillments"][0]["trackingCode"].startswith("KT")
    assert Order.objects.get(id=order.id).state == "CLOSED"

    real_shop.receive("TASSE-BLAU", 4)
    shop.publish()
    on_hand, allocated = shop.there("TASSE-BLAU")
    assert on_hand - allocated == 13
    assert_house_in_order()
    close_client()
