"""Where a location lies, when nobody typed coordinates."""

from __future__ import annotations

from decimal import Decimal

import pytest

from builders import hear_news
from kontor.locations.public import list_nodes
from kontor.locations.tables import Location
from kontor.sourcing.models import SourcingDecision

pytestmark = pytest.mark.django_db(transaction=True)


class TestALocationWithoutCoordinates:
    def test_lies_where_its_postal_code_says(self, real_shop):
        Location.objects.update(latitude=None, longitude=None)

        near, far = list_nodes()

        assert [round(node.point[0]) for node in (near, far)] == [51, 48]

    def test_is_no_nearer_than_the_farthest_that_is_known(self, real_shop):
        Location.objects.filter(code="FAR").update(latitude=None, longitude=None, country="XX", postal_code="")
        Location.objects.create(
            code="ROME", name="Rom", legal_entity_id=real_shop.channel.legal_entity_id, country="IT",
            latitude=41.9, longitude=12.5,
        )  # fmt: skip

        order = real_shop.place((1, "LAMP"))
        hear_news()

        told = {it["location"]: it for it in SourcingDecision.objects.get(order_id=order.id).reasons["candidates"]}
        cost = {
            code: told[id_]["costs"]["distance"]
            for code, id_ in Location.objects.values_list("code", "id")
            if id_ in told
        }
        assert Decimal(cost["FAR"]) > Decimal(cost["NEAR"])

    def test_is_as_near_as_any_where_nobody_knows_its_country_either(self, real_shop):
        Location.objects.update(latitude=None, longitude=None, country="XX", postal_code="")

        order = real_shop.place((1, "LAMP"))
        hear_news()

        assert {node.point for node in list_nodes()} == {None}
        told = SourcingDecision.objects.get(order_id=order.id).reasons["candidates"]
        assert {it["costs"]["distance"] for it in told if it["costs"]} == {"0.00"}
