"""Customers and their groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from kontor.backoffice.access import may_everywhere
from kontor.backoffice.base import MasterAdmin, TypedInline
from kontor.customers.public import address_fingerprint, key_by_hand
from kontor.customers.tables import Customer, CustomerAddress, CustomerGroup
from kontor.kernel.address import address_from
from kontor.kernel.clock import read_clock


class AddressForm(forms.ModelForm):  # type: ignore[type-arg]
    """An address of a customer, known again by its place."""

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's
        """Note by what the address is known again."""
        told = {name: getattr(self.instance, name) for name in ("street", "postal_code", "city", "country")}
        self.instance.fingerprint = address_fingerprint(address_from(told))
        return super().save(commit)


class AddressInline(TypedInline):
    """Addresses of a customer."""

    model = CustomerAddress
    fields = ("street", "postal_code", "city", "country")

    def get_formset(self, request: HttpRequest, obj: Any = None, **more: Any) -> Any:
        """Give each address its fingerprint as it is saved."""
        return super().get_formset(request, obj, **more | {"form": AddressForm})


@admin.register(Customer)
class CustomerAdmin(MasterAdmin):
    """Customers."""

    list_display = ("name", "company", "email", "kind", "created_at")
    list_filter = ("kind", "group", "language")
    search_fields = ("name__istartswith", "=email", "company__istartswith")
    exclude = ("match_key", "created_at", "merged_into")
    inlines = (AddressInline,)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A customer is one for all: whoever is limited changes none, here as on his page."""
        return super().has_change_permission(request, obj) and may_everywhere(request, "customers:write")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """A customer who is entered by hand is known by his mail, else as himself alone."""
        if not change:
            obj.created_at = read_clock()
            obj.match_key = key_by_hand(obj.email)
        super().save_model(request, obj, form, change)


@admin.register(CustomerGroup)
class CustomerGroupAdmin(MasterAdmin):
    """Customer groups."""

    list_display = ("code", "name")
