"""VAT rates with their history."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class TaxRate(models.Model):
    """A VAT rate in percent, valid in a half-open period of days."""

    country = models.CharField(_("Country"), max_length=2)
    tax_class = models.CharField(_("Tax class"), max_length=10)
    rate = models.DecimalField(_("Rate (%)"), max_digits=5, decimal_places=2)
    valid_from = models.DateField(_("Valid from"))
    valid_to = models.DateField(_("Valid to (exclusive)"), null=True, blank=True)

    class Meta:
        verbose_name = _("VAT rate")
        verbose_name_plural = _("VAT rates")
        constraints = [
            models.UniqueConstraint(fields=["country", "tax_class", "valid_from"], name="tax_rate_once"),
            models.CheckConstraint(condition=Q(rate__gte=0, rate__lt=100), name="tax_rate_percent"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="tax_rate_period"
            ),
        ]
