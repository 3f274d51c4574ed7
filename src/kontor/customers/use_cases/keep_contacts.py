"""Write down whom to speak to at a customer's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from kontor.customers.errors import CustomerUnknown
from kontor.customers.models import Contact, Customer
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes

MOST_CONTACTS = 50


@dataclass(frozen=True, slots=True)
class NewContact:
    """Somebody at a customer's, with what he does there."""

    name: str
    duty: str = ""
    email: str = ""
    phone: str = ""


def keep_contacts(*, customer_id: int, contacts: Sequence[NewContact], at: datetime, by: Actor) -> None:
    """A customer has these people to speak to from now on, and no others. Refuses: CustomerUnknown. Locks: the customer."""
    if not Customer.objects.select_for_update(of=("self",), no_key=True).filter(id=customer_id).exists():
        raise CustomerUnknown(customer=customer_id)
    wanted = [it for it in contacts if it.name][:MOST_CONTACTS]
    there = [NewContact(it.name, it.duty, it.email, it.phone) for it in Contact.objects.filter(customer_id=customer_id)]
    if wanted == there:
        return
    Contact.objects.filter(customer_id=customer_id).delete()
    Contact.objects.bulk_create(Contact(customer_id=customer_id, **asdict(it)) for it in wanted)
    change = Change(customer_id, {"people": [it.name for it in there]}, {"people": [it.name for it in wanted]})
    record_changes(subject="customer", verb="keep_contacts", changes=[change], at=at, by=by)
