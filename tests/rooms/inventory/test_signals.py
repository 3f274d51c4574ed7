"""How fast things sell, and that their stock changed, is kept for those who offer them."""

from __future__ import annotations

from kontor.inventory.public import list_demand, set_demand, stock_has_changed, take_stock_changes
from kontor.kernel.demand import Demand


def test_set_demand_forgets_what_sells_no_more(shop):
    lamp, vase = shop.skus["LAMP"], shop.skus["VASE"]
    set_demand(demand={lamp: Demand(10, 14, 1), vase: Demand(1, 14, 1)}, at=shop.at)

    set_demand(demand={lamp: Demand(20, 14, 2)}, at=shop.at)

    found = list_demand([lamp, vase])
    assert (found[lamp].pieces, found[lamp].clump) == (20, 2)
    assert vase not in found or found[vase].pieces == 0


def test_take_stock_changes_hands_each_change_out_once(shop):
    take_stock_changes(most=100)
    shop.receive("LAMP", 1)
    shop.receive("LAMP", 1)

    told = stock_has_changed()
    changed = take_stock_changes(most=100)

    assert (told, [it.sku_id for it in changed], take_stock_changes(most=100)) == (True, [shop.skus["LAMP"]], [])
