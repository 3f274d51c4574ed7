"""Say whose an order is once its buyer is known."""

from __future__ import annotations

from datetime import datetime

from kontor.customers.models import Customer, CustomerAddress, CustomerKind
from kontor.customers.rules import ONE_ORDER
from kontor.customers.use_cases.match_customers import Buyer, match_customers


def move_order(*, customer_id: int, buyer: Buyer, at: datetime) -> int:
    """An announced order gets its buyer with the address: the customer who is known by the same mail or account number, else the
    placeholder that it had, which learns the name. Returns the customer.

    Locks: the buyer's key.
    """
    known = Customer.objects.get(id=customer_id)
    if not known.match_key.startswith(ONE_ORDER):
        return customer_id
    if buyer.key == known.match_key:
        address = buyer.address
        Customer.objects.filter(id=customer_id).update(
            name=address.name, company=address.company, phone=address.phone, email=address.email,
            kind=CustomerKind.COMPANY if address.company else CustomerKind.PERSON,
        )  # fmt: skip
        return customer_id
    found = match_customers(buyers=[buyer], at=at)[buyer.key]
    CustomerAddress.objects.filter(customer_id=customer_id).delete()
    return found
