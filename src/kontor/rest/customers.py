"""Customers: entered, read, changed field by field."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, cast

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import ConfigDict, Field

from kontor.channels.ports import PersonName, Phone, VatId, sized
from kontor.customers.public import CustomerFacts, CustomerUnknown, keep_customer, lock_customer
from kontor.rest.auth import require
from kontor.rest.finding import QueryWrong
from kontor.rest.lists import add_list
from kontor.rest.matching import asks_for_match, require_match, tell, with_tag
from kontor.rest.once import do_once
from kontor.rest.rows.money import CUSTOMERS, CustomerRow, tell_customers
from kontor.rest.schemas import Body, is_row

router = Router(tags=["customers"])


add_list(router, CUSTOMERS, summary="Return customers, the newest first.")


class CustomerOut(CustomerRow):
    """A buyer, with all that is known of him. ``group`` is the code of his customer group, which has its prices."""

    model_config = ConfigDict(json_schema_extra=None)


class CustomerChange(Body):
    """What changes of a buyer; what is not named stays. ``group``: the code of his group, empty: none."""

    name: PersonName | None = None
    company: PersonName | None = None
    email: Annotated[str, sized(254)] | None = None
    phone: Phone | None = None
    vat_id: VatId | None = None
    language: Literal["de", "en"] | None = None
    group: Annotated[str, sized(40)] | None = None
    buyer_reference: Annotated[str, sized(60)] | None = None
    invoice_endpoint: Annotated[str, sized(120)] | None = None
    invoice_scheme: Annotated[str, sized(4)] | None = None


class CustomerIn(CustomerChange):
    """A buyer who is new; his next order finds him by his e-mail."""

    name: Annotated[PersonName, Field(min_length=1, examples=["Anna Beispiel"])]


def _read(customer_id: int) -> CustomerOut:
    found = tell_customers([customer_id] if is_row(customer_id) else []).get(customer_id)
    if found is None:
        raise CustomerUnknown(customer=customer_id)
    return CustomerOut(**found)


@router.post("/customers", response={201: CustomerOut})
def enter_customer(request: HttpRequest, new: CustomerIn) -> HttpResponse:
    """Enter a customer."""
    by = require(request, "customers:write")
    facts = cast(CustomerFacts, new.model_dump(exclude_none=True))

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        key, _before = keep_customer(customer_id=None, facts=facts, at=at, by=by)
        return 201, _read(key).model_dump(mode="json")

    return with_tag(do_once(request, by, work))


@router.get("/customers/{customer}", response=CustomerOut)
def show_customer(request: HttpRequest, customer: int) -> HttpResponse:
    """Return what is known of a customer."""
    require(request, "customers:read")
    return tell(request, _read(customer))


@router.patch("/customers/{customer}", response=CustomerOut)
def change_customer(request: HttpRequest, customer: int, change: CustomerChange) -> HttpResponse:
    """Change what is named of a customer."""
    by = require(request, "customers:write")
    named = change.model_dump(exclude_unset=True)
    if empty := [name for name, it in named.items() if it is None]:
        raise QueryWrong(field=empty[0], reason="This cannot be null: leave it out, or send an empty text.")
    facts = cast(CustomerFacts, named)

    def work(at: datetime) -> tuple[int, dict[str, Any]]:
        found = _read(customer)
        if asks_for_match(request):
            lock_customer(found.id)
            require_match(request, _read(customer))
        keep_customer(customer_id=found.id, facts=facts, at=at, by=by)
        return 200, _read(customer).model_dump(mode="json")

    return with_tag(do_once(request, by, work))
