"""Orders that name no price get that of their buyer's list, and say where it came from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from builders import an_order, assert_house_in_order
from kontor.catalog.tables import Sku
from kontor.channels.tables import Channel
from kontor.customers.tables import Customer, CustomerGroup
from kontor.orders.tables import Order, OrderLine
from kontor.platform.sql.bulk import StatementCounter
from kontor.pricing.public import PriceMissing
from kontor.pricing.tables import Price, PriceList

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lists(shop):
    """LAMP costs 20, from 10 pieces on 18; dealers pay 15."""
    dealers = CustomerGroup.objects.create(code="dealers", name="Händler")
    everybody = PriceList.objects.create(code="all", name="Alle")
    theirs = PriceList.objects.create(code="trade", name="Händler", group=dealers)
    begin = date(2026, 1, 1)
    for price_list, pieces, amount in ((everybody, 1, "20.00"), (everybody, 10, "18.00"), (theirs, 1, "15.00")):
        Price.objects.create(
            price_list=price_list,
            sku_id=shop.skus["LAMP"],
            from_quantity=pieces,
            amount=Decimal(amount),
            valid_from=begin,
        )
    return dealers


def unpriced(*lines: tuple[int, str], **more):
    return an_order(lines=[{"sku": sku, "quantity": quantity} for quantity, sku in lines], **more)


def placed(outcome) -> Order:
    return Order.objects.get(id=outcome.order_id)


class TestAnOrderWithoutPrices:
    def test_gets_the_tier_of_all_its_pieces_together(self, shop, lists):
        order = placed(shop.take(unpriced((4, "LAMP"), (6, "LAMP")))[0])

        assert order.gross == Decimal("180.00")
        assert set(OrderLine.objects.filter(order=order).values_list("unit_price", "price_source")) == {
            (Decimal("18.00"), "all ≥ 10")
        }
        assert_house_in_order()

    def test_of_a_known_buyer_gets_the_price_of_his_group(self, shop, lists):
        first = placed(shop.take(unpriced((1, "LAMP")))[0])
        Customer.objects.filter(id=first.customer_id).update(group=lists)

        second = placed(shop.take(unpriced((1, "LAMP")))[0])

        assert (first.gross, second.gross) == (Decimal("20.00"), Decimal("15.00"))
        assert OrderLine.objects.get(order=second).price_source == "trade"

    def test_gets_the_group_of_its_channel_where_the_buyer_has_none(self, shop, lists):
        Channel.objects.filter(code="shop").update(group=lists)

        assert placed(shop.take(unpriced((1, "LAMP")))[0]).gross == Decimal("15.00")

    def test_falls_back_to_the_articles_own_price_with_vat(self, shop, lists):
        Sku.objects.filter(code="VASE").update(price=Decimal("7.50"))

        assert placed(shop.take(unpriced((2, "VASE")))[0]).gross == Decimal("15.00")

    def test_never_takes_the_articles_own_price_in_another_currency(self, shop, lists):
        Sku.objects.filter(code="VASE").update(price=Decimal("7.50"))
        Channel.objects.filter(code="shop").update(currency="PLN")

        outcome = shop.take(unpriced((2, "VASE"), currency="PLN"))[0]

        assert isinstance(outcome, PriceMissing)

    def test_comes_to_whole_cents_where_the_price_of_a_piece_does_not(self, shop, lists):
        Price.objects.filter(price_list__code="all", from_quantity=1).update(amount=Decimal("0.0125"))

        assert placed(shop.take(unpriced((3, "LAMP")))[0]).gross == Decimal("0.04")

    def test_is_refused_by_name_where_no_list_has_one_and_stops_no_other(self, shop, lists):
        outcomes = shop.take(unpriced((1, "VASE")), unpriced((1, "LAMP")), an_order((1, "VASE")))

        assert isinstance(outcomes[0], PriceMissing)
        assert outcomes[0].facts == {"sku": "VASE", "currency": "EUR"}
        assert [placed(it).gross for it in outcomes[1:]] == [Decimal("20.00"), Decimal("10.00")]

    def test_may_name_some_of_its_prices(self, shop, lists):
        lines = [{"sku": "LAMP", "quantity": 1, "unit_price": "1.00"}, {"sku": "LAMP", "quantity": 1}]

        order = placed(shop.take(an_order(lines=lines))[0])

        assert order.gross == Decimal("21.00")
        sources = OrderLine.objects.filter(order=order).order_by("position").values_list("price_source", flat=True)
        assert list(sources) == ["", "all"]

    def test_costs_no_more_statements_for_many(self, shop, lists):
        def statements(count: int) -> int:
            before = StatementCounter.round_trips
            shop.take(*[unpriced((1, "LAMP"), external_id=f"P-{count}-{n}") for n in range(count)])
            return StatementCounter.round_trips - before

        shop.receive("LAMP", 100)
        assert statements(20) <= statements(2)

    def test_that_names_its_prices_asks_no_list(self, shop, lists, django_assert_num_queries):
        from kontor.flows.selling.price_lists import ask_prices

        with django_assert_num_queries(0):
            asked = ask_prices([an_order((1, "LAMP"))], {}, {}, shop.at)
        assert (asked.sources, asked.refused) == ({}, {})
