"""Locations and their calendars."""

from __future__ import annotations

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LocationKind(models.TextChoices):
    """What kind of place it is."""

    WAREHOUSE = "warehouse", _("Warehouse")
    STORE = "store", _("Store")
    THIRD_PARTY = "third_party", _("Third-party warehouse")


def _monday_to_friday() -> list[int]:
    return [1, 2, 3, 4, 5]


class Location(models.Model):
    """A place that holds stock and can ship."""

    code = models.CharField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    kind = models.CharField(_("Kind"), max_length=12, choices=LocationKind.choices, default=LocationKind.WAREHOUSE)
    legal_entity = models.ForeignKey(
        "legal_entities.LegalEntity", models.RESTRICT, related_name="+", verbose_name=_("Legal entity")
    )
    active = models.BooleanField(_("Active"), default=True)
    street = models.CharField(_("Street"), max_length=120, blank=True, default="")
    postal_code = models.CharField(_("Postal code"), max_length=12, blank=True, default="")
    city = models.CharField(_("City"), max_length=80, blank=True, default="")
    country = models.CharField(_("Country"), max_length=2)
    # Empty: as the postal code tells, to ten kilometres.
    latitude = models.FloatField(null=True, blank=True, verbose_name=_("Latitude"))
    longitude = models.FloatField(null=True, blank=True, verbose_name=_("Longitude"))
    timezone = models.CharField(max_length=40, default="Europe/Berlin", verbose_name=_("Time zone"))
    working_days = ArrayField(
        models.PositiveSmallIntegerField(), default=_monday_to_friday, verbose_name=_("Working days")
    )
    cut_off = models.TimeField(_("Cut-off time"), default=time(14, 0))
    handling_days = models.PositiveSmallIntegerField(_("Handling days"), default=0)
    capacity_per_day = models.PositiveIntegerField(_("Orders per day"), null=True, blank=True)
    parcel_cost = models.DecimalField(_("Cost per parcel"), max_digits=8, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("Location")
        verbose_name_plural = _("Locations")
        constraints = [
            models.CheckConstraint(condition=Q(parcel_cost__gte=0), name="location_cost_not_negative"),
            # Monday to Sunday, as ISO 8601 counts them.
            models.CheckConstraint(
                condition=Q(working_days__contained_by=[1, 2, 3, 4, 5, 6, 7]), name="location_days_of_a_week"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClosedDay(models.Model):
    """A day on which a location does not ship, beside the public holidays of its country."""

    location = models.ForeignKey(Location, models.CASCADE, related_name="closed_days")
    on = models.DateField(_("Day"))
    reason = models.CharField(_("Reason"), max_length=80, blank=True, default="")

    class Meta:
        verbose_name = _("Closed day")
        verbose_name_plural = _("Closed days")
        constraints = [models.UniqueConstraint(fields=["location", "on"], name="closed_day_once")]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.reason}".strip()
