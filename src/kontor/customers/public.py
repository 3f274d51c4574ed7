"""The front door of customers."""

from kontor.customers.models import (
    CustomerKind,
)
from kontor.customers.queries import CustomerRow, find_customers, get_customers, list_customers_keyed, list_groups_of
from kontor.customers.rules import address_fingerprint, key_by_hand
from kontor.customers.use_cases.match_customers import Buyer, match_customers
from kontor.customers.use_cases.move_order import move_order
from kontor.customers.use_cases.remember_addresses import remember_addresses

__all__ = [
    "Buyer",
    "CustomerKind",
    "CustomerRow",
    "address_fingerprint",
    "find_customers",
    "get_customers",
    "key_by_hand",
    "list_customers_keyed",
    "list_groups_of",
    "match_customers",
    "move_order",
    "remember_addresses",
]
