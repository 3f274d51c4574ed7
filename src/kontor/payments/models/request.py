"""Refunds that one person asked for and a second one decides."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    """Where a request stands."""

    OPEN = "open", _("Waits for a second person")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class RefundRequest(models.Model):
    """Money that is to be given back once a second person agrees. ``cause`` makes a second click no second request."""

    order_id = models.BigIntegerField(db_index=True)
    amount = models.DecimalField(_("Amount"), max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    reason = models.CharField(_("Reason"), max_length=200, db_default="", default="")
    cause = models.CharField(max_length=80, unique=True)
    state = models.CharField(_("State"), max_length=8, choices=RequestState.choices, db_default="open", default="open")
    asked_at = models.DateTimeField(_("Asked"))
    asked_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, db_default="", default="")

    class Meta:
        verbose_name = _("Refund request")
        verbose_name_plural = _("Refund requests")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_request_positive"),
            # Four eyes are two people's.
            models.CheckConstraint(
                condition=~Q(state=RequestState.APPROVED) | ~Q(decided_by=F("asked_by")), name="refund_request_by_two"
            ),
        ]
