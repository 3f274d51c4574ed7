"""Invoices and their lines."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Invoice(models.Model):
    """An issued invoice. A trigger refuses every change but the one that hands in its rendered PDF."""

    legal_entity = models.ForeignKey("platform.LegalEntity", models.RESTRICT, related_name="+")
    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    sequence = models.BigIntegerField()
    number = models.CharField(_("Invoice"), max_length=40)
    order = models.ForeignKey("orders.Order", models.RESTRICT, verbose_name=_("Order"), related_name="+")
    source = models.CharField(max_length=60, unique=True)
    currency = models.CharField(max_length=3)
    net = models.DecimalField(_("Net"), max_digits=19, decimal_places=4)
    tax = models.DecimalField(_("VAT"), max_digits=19, decimal_places=4)
    gross = models.DecimalField(_("Gross"), max_digits=19, decimal_places=4)
    recipient = models.JSONField()
    language = models.CharField(max_length=5)
    content = models.JSONField()
    issued_at = models.DateTimeField(_("Issued"))
    issued_on = models.DateField()
    pdf = models.ForeignKey("platform.StoredFile", models.RESTRICT, null=True, related_name="+")

    class Meta:
        verbose_name = _("Invoice")
        verbose_name_plural = _("Invoices")
        constraints = [
            models.UniqueConstraint(fields=["series", "sequence"], name="invoice_number_once"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("tax")), name="invoice_gross"),
            models.CheckConstraint(condition=Q(sequence__gt=0), name="invoice_sequence_positive"),
        ]

    def __str__(self) -> str:
        return self.number
