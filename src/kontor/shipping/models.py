"""Parcels and label intents."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kontor.platform.outside.intents import Intent, lease_only_in_flight


class Parcel(models.Model):
    """One box. ``shipment_id`` and ``order_id`` belong to rooms above and are only carried here.

    Where shipments of several orders leave in one box, each has its row; all but the first point at that first one, whose
    label and number are theirs too.
    """

    shipment_id = models.BigIntegerField(db_index=True)
    order_id = models.BigIntegerField(db_index=True)
    order_number = models.CharField(max_length=40)
    carrier = models.CharField(_("Carrier"), max_length=40)
    weight_g = models.PositiveIntegerField(_("Weight (g)"), db_default=0)
    sender = models.JSONField()
    recipient = models.JSONField()
    tracking_number = models.CharField(_("Tracking number"), max_length=60, blank=True, db_default="")
    return_tracking_number = models.CharField(_("Return tracking number"), max_length=60, blank=True, db_default="")
    pdf = models.ForeignKey("platform.StoredFile", models.RESTRICT, null=True, related_name="+")
    zpl = models.ForeignKey("platform.StoredFile", models.RESTRICT, null=True, related_name="+")
    lead = models.ForeignKey("self", models.RESTRICT, null=True, related_name="mates", db_index=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Parcel")
        verbose_name_plural = _("Parcels")
        indexes = [
            BrinIndex(fields=["created_at"], autosummarize=True, name="parcel_days"),
            # Of a carrier that takes few parcels these are found without a walk through all orders.
            models.Index(fields=["carrier", "order_id"], name="parcel_by_carrier"),
            models.Index(fields=["lead"], condition=Q(lead__isnull=False), name="parcel_mates"),
            models.Index(fields=["tracking_number"], condition=~Q(tracking_number=""), name="parcel_by_number"),
        ]


class LabelState(models.TextChoices):
    """Where a label booking stands."""

    NEW = "new", _("To be booked")
    INFLIGHT = "inflight", _("Being booked")
    UNKNOWN = "unknown", _("Outcome unknown")
    SUCCEEDED = "succeeded", _("Booked")
    FAILED = "failed", _("Failed")


class LabelIntent(Intent):
    """We are going to buy this label: committed before the carrier is called, ended after."""

    reference = models.UUIDField(unique=True)
    parcel = models.ForeignKey(Parcel, models.RESTRICT, related_name="intents")
    state = models.CharField(max_length=10, choices=LabelState.choices, db_default="new")

    class Meta:
        verbose_name = _("Label")
        verbose_name_plural = _("Labels")
        constraints = [
            models.UniqueConstraint(
                fields=["parcel"], condition=~Q(state=LabelState.FAILED), name="one_live_label_intent"
            ),
            lease_only_in_flight("lease_only_in_flight"),
        ]
