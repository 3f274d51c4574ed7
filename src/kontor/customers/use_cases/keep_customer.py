"""Enter or change a customer."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from kontor.customers.errors import CustomerTaken, CustomerUnknown, CustomerWrong, GroupUnknown
from kontor.customers.models import Customer, CustomerGroup, CustomerKind
from kontor.customers.rules import BY_MAIL, key_by_hand
from kontor.kernel.actor import Actor
from kontor.platform.keep.audit import Change, record_changes
from kontor.platform.sql.names import hold_name


class CustomerFacts(TypedDict, total=False):
    """What is known of a customer; what is not named stays as it is. ``group``: the code of his group, empty: none."""

    name: str
    company: str
    email: str
    phone: str
    vat_id: str
    language: str
    group: str
    buyer_reference: str
    invoice_endpoint: str
    invoice_scheme: str


def keep_customer(
    *, customer_id: int | None, facts: CustomerFacts, key: str = "", at: datetime, by: Actor
) -> tuple[int, dict[str, object]]:
    """A customer is entered (``customer_id`` None) or changed. His next order finds him by his e-mail, or by ``key``.

    Returns his id and what was before (empty: nobody). Refuses: CustomerUnknown, CustomerWrong, GroupUnknown, CustomerTaken.
    Locks: the customer, what he is known by.
    """
    told: dict[str, object] = dict(facts)
    group = _group_of(facts) if "group" in facts else None
    customer = Customer(created_at=at) if customer_id is None else _locked(customer_id)
    before: dict[str, object] = {} if customer_id is None else _known(customer, told)
    if customer_id is not None and before == told:
        return customer_id, before

    for name, value in told.items():
        if name != "group":
            setattr(customer, name, value)
    if "group" in facts:
        customer.group = group
    if not (customer.name or customer.company):
        raise CustomerWrong(field="name")
    customer.kind = CustomerKind.COMPANY if customer.company else CustomerKind.PERSON
    if customer_id is None or ("email" in told and customer.match_key.startswith(BY_MAIL)):
        customer.match_key = key or key_by_hand(customer.email)
        hold_name(f"customer:{customer.match_key}")
        if Customer.objects.filter(match_key=customer.match_key).exclude(id=customer.pk).exists():
            raise CustomerTaken(email=customer.email)
    customer.save()
    change = Change(customer.pk, before or None, told)
    record_changes(subject="customer", verb="keep_customer", changes=[change], at=at, by=by)
    return int(customer.pk), before


def _locked(customer_id: int) -> Customer:
    found = Customer.objects.select_for_update(of=("self",), no_key=True).filter(id=customer_id).first()
    if found is None or found.merged_into_id is not None:
        raise CustomerUnknown(customer=customer_id)
    return found


def _known(customer: Customer, told: dict[str, object]) -> dict[str, object]:
    group = customer.group.code if customer.group is not None else ""
    return {name: group if name == "group" else getattr(customer, name) for name in told}


def _group_of(facts: CustomerFacts) -> CustomerGroup | None:
    if not facts["group"]:
        return None
    found = CustomerGroup.objects.filter(code=facts["group"]).first()
    if found is None:
        raise GroupUnknown(group=facts["group"])
    return found
