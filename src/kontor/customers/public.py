"""The front door of customers."""

from kontor.customers.errors import (
    CustomerHasOrders,
    CustomerTaken,
    CustomerUnknown,
    CustomerWrong,
    GroupUnknown,
    MergedFurther,
    MergeRefused,
    MergeUnknown,
)
from kontor.customers.models import (
    CustomerKind,
)
from kontor.customers.queries import (
    BuyerRow,
    CustomerRow,
    find_customer_facts,
    find_customers,
    get_buyers,
    get_customers,
    has_contacts,
    is_merged_into,
    list_customers_keyed,
    list_groups,
    list_groups_of,
    list_places,
    list_twins,
    lock_customer,
    lock_customers,
)
from kontor.customers.rules import address_fingerprint, key_by_hand, key_by_number
from kontor.customers.use_cases.drop_customer import drop_customer
from kontor.customers.use_cases.forget_addresses import forget_addresses
from kontor.customers.use_cases.keep_contacts import NewContact, keep_contacts
from kontor.customers.use_cases.keep_customer import CustomerFacts, keep_customer
from kontor.customers.use_cases.match_customers import Buyer, match_customers
from kontor.customers.use_cases.merge_customers import merge_customers
from kontor.customers.use_cases.move_order import move_order
from kontor.customers.use_cases.part_customers import PartedCustomers, part_customers
from kontor.customers.use_cases.remember_addresses import remember_addresses

__all__ = [
    "Buyer",
    "BuyerRow",
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
    "MergedFurther",
    "NewContact",
    "PartedCustomers",
    "address_fingerprint",
    "drop_customer",
    "find_customer_facts",
    "find_customers",
    "forget_addresses",
    "get_buyers",
    "get_customers",
    "has_contacts",
    "is_merged_into",
    "keep_contacts",
    "keep_customer",
    "key_by_hand",
    "key_by_number",
    "list_customers_keyed",
    "list_groups",
    "list_groups_of",
    "list_places",
    "list_twins",
    "lock_customer",
    "lock_customers",
    "match_customers",
    "merge_customers",
    "move_order",
    "part_customers",
    "remember_addresses",
]
