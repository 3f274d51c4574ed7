"""The front door of customers."""

from kontor.customers.errors import (
    CustomerHasOrders,
    CustomerTaken,
    CustomerUnknown,
    CustomerWrong,
    GroupUnknown,
    MergeRefused,
    MergeUnknown,
)
from kontor.customers.models import (
    CustomerKind,
)
from kontor.customers.queries import (
    CustomerRow,
    find_customers,
    get_customers,
    list_customers_keyed,
    list_groups_of,
    list_merged,
    lock_customers,
)
from kontor.customers.rules import address_fingerprint, key_by_hand, key_by_number
from kontor.customers.use_cases.drop_customer import drop_customer
from kontor.customers.use_cases.keep_contacts import NewContact, keep_contacts
from kontor.customers.use_cases.keep_customer import CustomerFacts, keep_customer
from kontor.customers.use_cases.match_customers import Buyer, match_customers
from kontor.customers.use_cases.merge_customers import merge_customers
from kontor.customers.use_cases.move_order import move_order
from kontor.customers.use_cases.part_customers import PartedCustomers, part_customers
from kontor.customers.use_cases.remember_addresses import remember_addresses

__all__ = [
    "Buyer",
    "CustomerFacts",
    "CustomerHasOrders",
    "CustomerKind",
    "CustomerRow",
    "CustomerTaken",
    "CustomerUnknown",
    "CustomerWrong",
    "GroupUnknown",
    "MergeRefused",
    "MergeUnknown",
    "NewContact",
    "PartedCustomers",
    "address_fingerprint",
    "drop_customer",
    "find_customers",
    "get_customers",
    "keep_contacts",
    "keep_customer",
    "key_by_hand",
    "key_by_number",
    "list_customers_keyed",
    "list_groups_of",
    "list_merged",
    "lock_customers",
    "match_customers",
    "merge_customers",
    "move_order",
    "part_customers",
    "remember_addresses",
]
