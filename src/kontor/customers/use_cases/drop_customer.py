"""Take a customer out who was entered by mistake."""

from __future__ import annotations

from datetime import datetime

from django.db.models import RestrictedError

from kontor.customers.errors import CustomerHasOrders, CustomerUnknown
from kontor.customers.models import Customer, CustomerAddress
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes


def drop_customer(*, customer_id: int, at: datetime, by: Actor) -> None:
    """Who never ordered can be taken out again, with his addresses. Refuses: CustomerUnknown, CustomerHasOrders."""
    customer = Customer.objects.select_for_update(no_key=True).filter(id=customer_id).first()
    if customer is None:
        raise CustomerUnknown(customer=customer_id)
    told = {"name": customer.name, "email": customer.email}
    try:
        CustomerAddress.objects.filter(customer=customer).delete()
        customer.delete()
    except RestrictedError:
        raise CustomerHasOrders(name=customer.name) from None
    record_changes(subject="customer", verb="drop_customer", changes=[Change(customer_id, told, None)], at=at, by=by)
