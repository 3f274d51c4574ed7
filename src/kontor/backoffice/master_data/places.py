"""Locations, and what decides from where is shipped."""

from __future__ import annotations

from django.contrib import admin

from kontor.backoffice.base import MasterAdmin, TypedInline
from kontor.locations.tables import ClosedDay, Location
from kontor.sourcing.tables import SourcingCosts, SourcingRule


class ClosedDayInline(TypedInline):
    """Closed days of a location."""

    model = ClosedDay


@admin.register(Location)
class LocationAdmin(MasterAdmin):
    """Locations."""

    list_display = ("code", "name", "kind", "city", "cut_off", "capacity_per_day", "parcel_cost", "active")
    inlines = (ClosedDayInline,)


@admin.register(SourcingRule)
class SourcingRuleAdmin(MasterAdmin):
    """Sourcing rules."""

    list_display = ("name", "location", "effect", "amount", "channel", "country", "sku", "active")
    autocomplete_fields = ("sku",)


admin.site.register(SourcingCosts, MasterAdmin)
