"""The tables of customers, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.customers.models import Customer, CustomerAddress, CustomerGroup, with_words

__all__ = [
    "Customer",
    "CustomerAddress",
    "CustomerGroup",
    "with_words",
]
