"""The tables of customers, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.customers.models import Customer, CustomerAddress, CustomerGroup

__all__ = [
    "Customer",
    "CustomerAddress",
    "CustomerGroup",
]
