"""The page of a customer: who he is, what he ordered, what he owes, what was written to him, whom to speak to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kontor.backoffice.access import act, actor_of, may, may_everywhere, needs, refuse
from kontor.backoffice.page import show_page
from kontor.backoffice.parts.cells import money_text
from kontor.backoffice.parts.forms import Ask, form_fields, mark_text, read_changes, read_form
from kontor.backoffice.reach import reached, within
from kontor.backoffice.stale import hold_row
from kontor.backoffice.typed import TypedWrong, read_country, read_id, read_text
from kontor.customers.public import (
    CustomerFacts,
    NewContact,
    drop_customer,
    keep_contacts,
    keep_customer,
    list_twins,
    remember_addresses,
)
from kontor.customers.tables import Contact, Customer, CustomerAddress, CustomerGroup, CustomerMerge
from kontor.flows.people.same_buyer import divide_customers, join_customers
from kontor.invoicing.tables import Invoice
from kontor.kernel.actor import Actor
from kontor.kernel.address import Address
from kontor.kernel.clock import read_clock
from kontor.kernel.errors import KontorError
from kontor.messaging.tables import Message
from kontor.orders.tables import Order
from kontor.payments.public import sum_money

MOST_SHOWN = 20
# Over so many of his newest orders his money is summed.
MOST_SUMMED = 2_000


def _groups() -> list[tuple[str, str]]:
    return list(CustomerGroup.objects.order_by("name").values_list("code", "name"))


GENERAL = (
    Ask("name", gettext_lazy("Name"), most=160),
    Ask("company", gettext_lazy("Company"), most=160),
    Ask("email", gettext_lazy("E-mail"), most=254),
    Ask("phone", gettext_lazy("Phone"), most=40),
    Ask("vat_id", gettext_lazy("VAT id"), most=20),
    Ask("group", gettext_lazy("Customer group"), "choice", choices=_groups),
    Ask("language", gettext_lazy("Language"), "choice", required=True,
        choices=lambda: (("de", gettext_lazy("German")), ("en", gettext_lazy("English")))),
    Ask("buyer_reference", gettext_lazy("Buyer reference (Leitweg-ID)"), most=60),
    Ask("invoice_endpoint", gettext_lazy("Electronic address for invoices"), most=120),
    Ask("invoice_scheme", gettext_lazy("Kind of that address"), most=4),
)  # fmt: skip


@needs("customers:read")
def show_customer(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Show a customer; who was merged into another is shown as that one."""
    customer = get_object_or_404(Customer.objects.select_related("group"), id=customer_id)
    if customer.merged_into_id:
        return redirect("admin:customer", customer_id=customer.merged_into_id)
    reads = may(request, "orders:read")
    orders = (
        within(request, "orders:read", Order.objects.filter(customer=customer))
        .select_related("channel")
        .order_by("-id")
        if reads
        else Order.objects.none()
    )
    people = list(customer.contacts.order_by("id"))
    ids = list(orders.values_list("id", flat=True)[:MOST_SUMMED])
    return show_page(
        request, "master_data/customer", title=str(customer), customer=customer,
        general=form_fields(GENERAL, _general_of(customer)),
        may_write=may_everywhere(request, "customers:write"), orders=orders[:MOST_SHOWN], count=len(ids),
        money=_money(reached(request, "payments:read", ids)),
        invoices=within(request, "invoicing:read", Invoice.objects.filter(order__in=ids)).select_related("pdf")
        .order_by("-id")[:MOST_SHOWN],
        letters=within(request, "messaging:read", Message.objects.filter(order_id__in=ids)).order_by("-id")[:MOST_SHOWN],
        addresses=CustomerAddress.objects.filter(customer=customer).order_by("-id")[:MOST_SHOWN],
        contacts=[*people, None], contacts_seen=_mark_people(people),
        merges=CustomerMerge.objects.filter(kept=customer, undone_at=None).select_related("gone").order_by("-id"),
        twins=_twins(request, customer),
    )  # fmt: skip


def _general_of(customer: Customer) -> dict[str, Any]:
    known = {ask.name: getattr(customer, ask.name) for ask in GENERAL if ask.name != "group"}
    return known | {"group": customer.group.code if customer.group else ""}


def _mark_people(people: Sequence[Contact]) -> str:
    """Return by what the people to speak to are known again."""
    return mark_text(repr([(it.name, it.duty, it.email, it.phone) for it in people]))


def _money(order_ids: list[int]) -> list[tuple[str, str]]:
    """Return what his orders come to, and what of it is open, in each currency."""
    return [
        (label, money_text(amount, it.currency))
        for it in sum_money(order_ids)
        for label, amount in ((_("Ordered"), it.owed), (_("Received"), it.received), (_("Open"), it.open))
    ]


def _twins(request: HttpRequest, customer: Customer) -> list[Customer]:
    alike = Customer.objects.filter(id__in=list_twins(customer.pk, most=5))
    return list(within(request, "customers:read", alike).order_by("id"))


@needs("customers:write")
def show_new_customer(request: HttpRequest) -> HttpResponse:
    """Show the form of a new customer."""
    return show_page(
        request, "master_data/customer_new", title=_("New customer"), fields=form_fields(GENERAL, {"language": "de"})
    )


@needs("customers:write")
@require_POST
def enter_customer(request: HttpRequest) -> HttpResponse:
    """Enter a customer and open his page."""
    try:
        facts = cast(CustomerFacts, read_form(GENERAL, request.POST))
        with transaction.atomic():
            key, _before = keep_customer(customer_id=None, facts=facts, at=read_clock(), by=actor_of(request))
    except KontorError as refusal:
        refuse(request, refusal)
        return redirect("admin:customer_new")
    messages.success(request, _("The customer is entered."))
    return redirect("admin:customer", customer_id=key)


@needs("customers:write")
@require_POST
def press_customer(request: HttpRequest, customer_id: int, verb: str) -> HttpResponse:
    """Do what a button says, and show the customer again. A customer is one for all: whoever is limited changes none."""
    if not may_everywhere(request, "customers:write"):
        raise PermissionDenied
    customer = get_object_or_404(Customer, id=customer_id)
    sent: Any = request.POST

    def general(at: datetime, by: Actor) -> None:
        facts = read_changes(GENERAL, sent, _general_of(hold_row(Customer, customer.pk)))
        keep_customer(customer_id=customer.pk, facts=cast(CustomerFacts, facts), at=at, by=by)

    def address(at: datetime, by: Actor) -> None:
        told = {name: read_text(sent, name, limit=most, required=True)
                for name, most in (("street", 160), ("postal_code", 16), ("city", 100))}  # fmt: skip
        new = Address(name=customer.name or customer.company, country=read_country(sent, "country"), **told)
        remember_addresses(addresses={customer.pk: new})

    def contacts(at: datetime, by: Actor) -> None:
        hold_row(Customer, customer.pk)
        if sent.get("seen-contacts") not in (None, _mark_people(list(customer.contacts.order_by("id")))):
            raise TypedWrong(
                _("Somebody changed these since you opened the page. Look at them and save again."), "contact_name"
            )
        columns = [sent.getlist(name) for name in ("contact_name", "duty", "contact_email", "contact_phone")]
        people = [
            NewContact(
                *(read_text({"it": cell}, "it", limit=most) for cell, most in zip(row, (160, 80, 254, 40), strict=True))
            )
            for row in zip(*columns, strict=False)
        ]
        keep_contacts(customer_id=customer.pk, contacts=people, at=at, by=by)

    def merge(at: datetime, by: Actor) -> None:
        gone = read_id(sent.get("gone"))
        if not gone:
            raise TypedWrong(_("Choose a customer."), "gone")
        join_customers(kept_id=customer.pk, gone_id=gone, at=at, by=by)

    def part(at: datetime, by: Actor) -> None:
        merge = get_object_or_404(CustomerMerge, id=read_id(sent.get("merge")), kept=customer)
        divide_customers(merge_id=merge.pk, at=at, by=by)

    works = {"general": general, "address": address, "contacts": contacts, "merge": merge, "part": part}
    if verb == "drop":
        return act(
            request, lambda at, by: drop_customer(customer_id=customer.pk, at=at, by=by), done=_("Done."),
            back="admin:grid", name="customers",
        )  # fmt: skip
    if verb not in works:
        raise Http404
    return act(request, works[verb], done=_("Saved."), back="admin:customer", customer_id=customer.pk)
