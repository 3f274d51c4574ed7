"""Locations, and what decides from where is shipped."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kontor.backoffice.base import MasterAdmin, TypedInline
from kontor.backoffice.fields import clean_postal_code
from kontor.locations.tables import ClosedDay, Location
from kontor.sourcing.tables import SourcingCosts, SourcingRule


class ClosedDayInline(TypedInline):
    """Closed days of a location."""

    model = ClosedDay


class LocationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A place with an address that the post knows."""

    class Meta:
        """All of it."""

        model = Location
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        """Check what belongs together."""
        told = super().clean() or {}
        clean_postal_code(self, told)
        return told


@admin.register(Location)
class LocationAdmin(MasterAdmin):
    """Locations."""

    list_display = ("code", "name", "kind", "city", "cut_off", "capacity_per_day", "parcel_cost", "active")
    inlines = (ClosedDayInline,)
    form = LocationForm
    guided = (
        (_("The place"), _("What lies here is this company's stock."), ("code", "name", "kind", "legal_entity", "active")),
        (
            _("Address"), _("It stands on labels as the sender. Without coordinates the postal code tells where it is."),
            ("street", "postal_code", "city", "country", "latitude", "longitude"),
        ),
        (
            _("When it ships"), _("From this Kontor reckons by when an order leaves, and what is late."),
            ("timezone", "working_days", "cut_off", "handling_days", "capacity_per_day"),
        ),
        (_("What it costs"), _("Of two places that could ship, the cheaper one does."), ("parcel_cost",)),
    )  # fmt: skip


@admin.register(SourcingRule)
class SourcingRuleAdmin(MasterAdmin):
    """Sourcing rules."""

    list_display = ("name", "location", "effect", "amount", "channel", "country", "sku", "active")
    autocomplete_fields = ("sku",)


admin.site.register(SourcingCosts, MasterAdmin)
