"""Questions about customers."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, QuerySet
from django.db.models.functions import Lower

from kontor.customers.models import LAST_DIGITS, PHONE, WORDS, Contact, Customer, CustomerAddress, CustomerGroup
from kontor.platform.sql.rows import column, read_rows


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A buyer as his invoices and the books know him."""

    id: int
    company: str
    buyer_reference: str
    invoice_endpoint: str
    invoice_scheme: str


@dataclass(frozen=True, slots=True)
class BuyerRow:
    """All that is known of a buyer himself. ``group`` is the code of his customer group."""

    id: int
    kind: str
    name: str
    company: str
    email: str
    phone: str
    vat_id: str
    language: str
    created_at: datetime
    buyer_reference: str
    invoice_endpoint: str
    invoice_scheme: str
    group: str | None = column("group__code")


def get_buyers(ids: Collection[int]) -> dict[int, BuyerRow]:
    """Return buyers by their ids."""
    return {row.id: row for row in read_rows(BuyerRow, Customer.objects.filter(id__in=ids))}


def lock_customer(customer_id: int) -> None:
    """Nobody else changes this customer until the transaction ends."""
    list(Customer.objects.select_for_update(of=("self",), no_key=True).filter(id=customer_id).values_list("id"))


def get_customers(ids: Collection[int]) -> dict[int, CustomerRow]:
    """Return customers by their ids."""
    return {row.id: row for row in read_rows(CustomerRow, Customer.objects.filter(id__in=ids))}


def list_customers_keyed(keys: Collection[str]) -> dict[str, int]:
    """Return the customers of those of the match keys that are known."""
    rows = Customer.objects.filter(match_key__in=keys).values_list("match_key", "id", "merged_into_id")
    return {key: merged or id_ for key, id_, merged in rows}


def find_customers(text: str, *, most: int) -> list[int]:
    """Return the newest customers that have this e-mail address, telephone number or postal code, or whose name or company has
    words that begin like these.
    """
    if _NUMBER.fullmatch(text):
        return _by_number(text, most)
    if "@" in text:
        # Only who has an address stands in its index.
        told = Customer.objects.exclude(email="").annotate(mail=Lower("email")).filter(mail=text.lower())
        return _newest(told, most)
    words = re.findall(r"\w+", text)[:8]
    if not words:
        return []
    asked = SearchQuery(" & ".join(f"'{word}':*" for word in words), search_type="raw", config="simple")
    return _newest(Customer.objects.annotate(words=WORDS).filter(words=asked), most)


def _newest(customers: QuerySet[Customer], most: int) -> list[int]:
    # Ordered by a sum: ordered by the id itself, the database would walk through all customers for what nobody has.
    ordered = customers.filter(merged_into=None).annotate(key=F("id") + 0).order_by("-key")
    return list(ordered.values_list("id", flat=True)[:most])


# What may be a telephone number or a postal code; a postal code may have letters (Netherlands, Great Britain).
_NUMBER = re.compile(r"\+?[\d\s()/.-]{4,}|\d{4}\s?[A-Za-z]{2}")


def _by_number(text: str, most: int) -> list[int]:
    there = CustomerAddress.objects.filter(postal_code=text.strip()).order_by("-customer_id")
    found = set(there.values_list("customer_id", flat=True)[:most])
    digits = re.sub(r"\D", "", text)
    if len(digits) >= LAST_DIGITS:
        told = Customer.objects.annotate(digits=PHONE).filter(digits=digits[-LAST_DIGITS:]).exclude(phone="")
        found |= set(_newest(told, most))
    gone = set(Customer.objects.filter(id__in=found, merged_into__isnull=False).values_list("id", flat=True))
    return sorted(found - gone, reverse=True)[:most]


def list_groups() -> dict[str, int]:
    """Return the ids of all customer groups by their codes."""
    return dict(CustomerGroup.objects.order_by("code").values_list("code", "id"))


def list_groups_of(keys: Collection[str]) -> dict[str, int]:
    """Return the customer groups of those of the buyers, by match key, who are known and belong to one; who was merged into
    another belongs where that one does.
    """
    rows = Customer.objects.filter(match_key__in=keys)
    told = rows.values_list("match_key", "merged_into_id", "group_id", "merged_into__group_id")
    groups = {key: theirs if merged else mine for key, merged, mine, theirs in told}
    return {key: group_id for key, group_id in groups.items() if group_id is not None}


def lock_customers(ids: Collection[int]) -> None:
    """Nobody else changes these customers, or takes an order of theirs in, until the transaction ends."""
    list(Customer.objects.select_for_update(of=("self",)).filter(id__in=ids).order_by("id").values_list("id"))


def is_merged_into(gone_id: int, kept_id: int) -> bool:
    """Whether a customer is another one by now."""
    return Customer.objects.filter(id=gone_id, merged_into_id=kept_id).exists()


def list_twins(customer_id: int, *, most: int) -> list[int]:
    """Return who may be the same buyer: the same e-mail, telephone number, or name at the same address."""
    me = Customer.objects.get(id=customer_id)
    others = Customer.objects.filter(merged_into=None).exclude(id=customer_id)
    found: list[int] = []
    if me.email:
        told = others.exclude(email="").annotate(mail=Lower("email")).filter(mail=me.email.lower())
        found += told.values_list("id", flat=True)[:most]
    digits = re.sub(r"\D", "", me.phone)
    if len(digits) >= LAST_DIGITS:
        called = others.exclude(phone="").annotate(digits=PHONE).filter(digits=digits[-LAST_DIGITS:])
        found += called.values_list("id", flat=True)[:most]
    prints = list(CustomerAddress.objects.filter(customer=me).values_list("fingerprint", flat=True)[:20])
    there = (
        CustomerAddress.objects.filter(fingerprint__in=prints)
        .exclude(customer=me)
        .values_list("customer_id", flat=True)
    )
    found += others.filter(id__in=list(there[:100]), name=me.name, company=me.company).values_list("id", flat=True)[
        :most
    ]
    return list(dict.fromkeys(found))


def find_customer_facts(customer_id: int, names: Collection[str]) -> dict[str, str]:
    """Return what is known of a customer, by these names (``group``: its code); nothing of whom there is not."""
    it = Customer.objects.select_related("group").filter(id=customer_id).first()
    if it is None:
        return {}
    group = it.group.code if it.group is not None else ""
    return {name: group if name == "group" else getattr(it, name) for name in names}


def has_contacts(customer_id: int) -> bool:
    """Whether somebody to speak to is known of a customer."""
    return Contact.objects.filter(customer_id=customer_id).exists()


def list_places(customer_id: int) -> set[str]:
    """Return by what the addresses of a customer are known again."""
    return set(CustomerAddress.objects.filter(customer_id=customer_id).values_list("fingerprint", flat=True))
