"""The tables of customers, for lists of the back office, ``kontor check`` and tests alone."""

from kontor.customers.models import Contact, Customer, CustomerAddress, CustomerGroup, CustomerMerge

__all__ = ["Contact", "Customer", "CustomerAddress", "CustomerGroup", "CustomerMerge"]
