"""Where a location lies, when nobody typed coordinates."""

from __future__ import annotations

import pytest

from builders import hear_news
from kontor.locations.public import Location, list_nodes
from kontor.sourcing.models import SourcingDecision

pytestmark = pytest.mark.django_db(transaction=True)


class TestALocationWithoutCoordinates:
    def test_lies_where_its_postal_code_says(self, real_shop):
        Location.objects.update(latitude=None, longitude=None)

        near, far = list_nodes()

        assert [round(node.point[0]) for node in (near, far)] == [51, 48]

    def test_is_as_near_as_any_where_nobody_knows_its_country_either(self, real_shop):
        Location.objects.update(latitude=None, longitude=None, country="XX", postal_code="")

        order = real_shop.place((1, "LAMP"))
        hear_news()

        assert {node.point for node in list_nodes()} == {None}
        told = SourcingDecision.objects.get(order_id=order.id).reasons["candidates"]
        assert {it["costs"]["distance"] for it in told if it["costs"]} == {"0.00"}
