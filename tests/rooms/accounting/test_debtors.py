"""Every debtor has one account, and nobody else posts in a chain that is held."""

from __future__ import annotations

from kontor.accounting.public import Source, WhoOwes, find_debtors, hold_chains


def test_find_debtors_gives_one_account_to_each_for_ever(shop):
    entity = shop.channel.legal_entity_id
    wanted = {"channel:1": WhoOwes("channel:1", "Kunden Shop"), "customer:7": WhoOwes("customer:7", "Firma", None)}

    first = find_debtors(legal_entity_id=entity, wanted=wanted)
    again = find_debtors(legal_entity_id=entity, wanted=wanted)

    assert first == again
    assert len(set(first.values())) == 2


def test_hold_chains_says_what_is_posted_already(shop):
    assert hold_chains(legal_entity_ids=[shop.channel.legal_entity_id], sources=[Source("paper", 1)]) == set()
