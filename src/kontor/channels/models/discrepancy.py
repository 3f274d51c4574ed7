"""Where a channel's word and ours differ."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kontor.channels.models.channel import Channel


class DiscrepancyKind(models.TextChoices):
    """What differs."""

    ORDER = "order", _("Order")
    STOCK = "stock", _("Stock")
    PRICE = "price", _("Price")
    LISTING = "listing", _("Listing")


class Discrepancy(models.Model):
    """One difference that the nightly comparison found, with its cause."""

    channel = models.ForeignKey(Channel, models.CASCADE, verbose_name=_("Sales channel"), related_name="+")
    kind = models.CharField(_("What"), max_length=8, choices=DiscrepancyKind.choices)
    key = models.CharField(_("Which"), max_length=200)
    theirs = models.CharField(_("Theirs"), max_length=200)
    ours = models.CharField(_("Ours"), max_length=200)
    cause = models.CharField(_("Cause"), max_length=60)
    found_at = models.DateTimeField(_("Found"))
    repaired_at = models.DateTimeField(_("Repaired"), null=True)

    class Meta:
        verbose_name = _("Discrepancy")
        verbose_name_plural = _("Discrepancies")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "kind", "key"], condition=Q(repaired_at=None), name="one_open_discrepancy"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"
