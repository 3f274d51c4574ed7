"""Reminders: their levels and the base rates."""

from __future__ import annotations

from django.contrib import admin

from kontor.accounting.tables import BaseRate, DunningLevel
from kontor.backoffice.base import MasterAdmin


@admin.register(DunningLevel)
class DunningLevelAdmin(MasterAdmin):
    """Levels of reminders."""

    list_display = ("legal_entity", "level", "days_after", "days_to_pay", "fee", "interest", "lump_sum")


@admin.register(BaseRate)
class BaseRateAdmin(MasterAdmin):
    """Base rates of the half-years."""

    list_display = ("from_on", "rate")
