"""The same buyer is one customer; strangers never become one."""

from __future__ import annotations

from kontor.customers.public import Buyer, match_customers, move_order, remember_addresses
from kontor.customers.tables import Customer, CustomerAddress
from kontor.kernel.address import Address

ERIKA = Address(
    name="Erika Muster", street="Domplatz 1", postal_code="50667", city="Köln", country="DE", email="e@example.org"
)


def match(at, *buyers: Buyer) -> list[int]:
    found = match_customers(buyers=buyers, at=at)
    return [found[buyer.key] for buyer in buyers]


def test_match_customers_knows_a_mail_address_again_and_keeps_names_apart(db, at):
    first, second = match(at, Buyer("shop", ERIKA)), match(at, Buyer("ebay", ERIKA))
    nameless = match(
        at, Buyer("shop", Address(country="DE"), order_ref="A"), Buyer("shop", Address(country="DE"), order_ref="B")
    )

    assert first == second
    assert len({*first, *nameless}) == 3


def test_move_order_gives_an_announced_order_its_buyer(db, at):
    hidden = match(at, Buyer("shop", Address(country="DE"), order_ref="A"))[0]

    moved = move_order(customer_id=hidden, buyer=Buyer("shop", ERIKA, order_ref="A"), at=at)

    assert Customer.objects.get(id=moved).email == "e@example.org"
    assert (
        move_order(customer_id=moved, buyer=Buyer("shop", Address(name="X", country="DE"), order_ref="B"), at=at)
        == moved
    )


def test_remember_addresses_keeps_a_complete_one_once(db, at):
    customer = match(at, Buyer("shop", ERIKA))[0]

    for _ in range(2):
        remember_addresses(addresses={customer: ERIKA})
    remember_addresses(addresses={customer: Address(name="Erika", country="DE")})

    assert CustomerAddress.objects.get().city == "Köln"
