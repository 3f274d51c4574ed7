"""Sourcing rules, settings and decisions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RuleEffect(models.TextChoices):
    """What a rule does to a location."""

    NEVER = "never", _("never serves")
    ONLY = "only", _("is the only one to serve")
    PREFER = "prefer", _("is preferred by (cost)")
    KEEP_LAST = "keep_last", _("keeps the last (pieces)")


class SourcingRule(models.Model):
    """For orders of this channel, country and SKU (empty = all) this holds for the location (empty = every store)."""

    name = models.CharField(_("Name"), max_length=120)
    active = models.BooleanField(_("Active"), default=True)
    location = models.ForeignKey("locations.Location", models.RESTRICT, verbose_name=_("Location"), related_name="+")
    effect = models.CharField(_("Effect"), max_length=10, choices=RuleEffect.choices)
    amount = models.DecimalField(_("Cost or pieces"), max_digits=8, decimal_places=2, default=0)
    channel = models.ForeignKey(
        "channels.Channel",
        models.RESTRICT,
        verbose_name=_("Sales channel"),
        related_name="+",
        null=True,
        blank=True,
    )
    country = models.CharField(_("Country"), max_length=2, blank=True, default="")
    sku = models.ForeignKey(
        "catalog.Sku", models.RESTRICT, verbose_name=_("SKU"), related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("Sourcing rule")
        verbose_name_plural = _("Sourcing rules")

    def __str__(self) -> str:
        return self.name


class SourcingCosts(models.Model):
    """What distance, waiting and splitting cost, in the merchant's currency. One row."""

    per_100_km = models.DecimalField(_("Per 100 km"), max_digits=8, decimal_places=2, default="0.20")
    per_day_of_waiting = models.DecimalField(_("Per day of waiting"), max_digits=8, decimal_places=2, default="1.00")
    per_split = models.DecimalField(_("Per additional parcel"), max_digits=8, decimal_places=2, default="3.00")

    class Meta:
        verbose_name = _("Sourcing costs")
        verbose_name_plural = _("Sourcing costs")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class SourcingDecision(models.Model):
    """Why an order ships from where it ships: every candidate with its verdict and cost parts."""

    order = models.ForeignKey("orders.Order", models.RESTRICT, related_name="+")
    occasion = models.CharField(max_length=12)
    reasons = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Sourcing decision")
        verbose_name_plural = _("Sourcing decisions")


class DayLoad(models.Model):
    """How many orders a location with a capacity was given on a day of its own calendar; intake reads one row for each."""

    location = models.ForeignKey("locations.Location", models.RESTRICT, related_name="+", db_index=False)
    day = models.DateField()
    orders = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["location", "day"], name="day_load_once")]
