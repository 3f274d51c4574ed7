"""Why an order ships from where it ships is kept, and what a location has to do that day is counted."""

from __future__ import annotations

from kontor.locations.public import list_nodes
from kontor.locations.tables import Location
from kontor.sourcing.public import Demand, DemandLine, load_rule_book, plan, record_decisions
from kontor.sourcing.tables import DayLoad, SourcingDecision


def test_each_decision_is_kept_and_counts_where_there_is_a_capacity(shop):
    order = shop.place((1, "LAMP"))
    SourcingDecision.objects.all().delete()
    Location.objects.filter(id=shop.near.id).update(capacity_per_day=5)
    demand = Demand(
        shop.channel.id, "DE", "50667", (DemandLine(shop.skus["LAMP"], 1, ((shop.skus["LAMP"], 1),)),), True
    )
    book = load_rule_book()
    planned = plan([demand], {(shop.skus["LAMP"], shop.near.id): 5}, book, shop.at)[0]

    record_decisions(plans={order.id: planned}, nodes=list_nodes(), occasion="intake", at=shop.at)

    assert SourcingDecision.objects.get().occasion == "intake"
    assert DayLoad.objects.get().orders == 1

    record_decisions(plans={order.id: planned}, nodes=list_nodes(), occasion="allocation", anew=True, at=shop.at)

    assert DayLoad.objects.get().orders == 1
