"""What we are going to tell a channel: committed before the call, ended after."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kontor.channels.models.channel import Channel
from kontor.platform.outside.intents import Intent, lease_only_in_flight


class IntentKind(models.TextChoices):
    """What is told."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledge the order")
    CONFIRM_SHIPMENT = "confirm_shipment", _("Confirm the shipment")
    CANCEL = "cancel", _("Cancel")
    REFUND = "refund", _("Refund")


class IntentState(models.TextChoices):
    """Where it stands."""

    NEW = "new", _("To be told")
    INFLIGHT = "inflight", _("Being told")
    UNKNOWN = "unknown", _("Outcome unknown")
    SUCCEEDED = "succeeded", _("Told")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Given up")


class ChannelIntent(Intent):
    """One thing to be told to a channel about one order, once. ``order_id`` belongs to a room above."""

    reference = models.CharField(max_length=100, verbose_name=_("Reference"))
    channel = models.ForeignKey(Channel, models.RESTRICT, verbose_name=_("Sales channel"), related_name="+")
    kind = models.CharField(_("What"), max_length=16, choices=IntentKind.choices)
    order_id = models.BigIntegerField(db_index=True, verbose_name=_("Order"))
    external_order = models.CharField(_("Their order"), max_length=200)
    payload = models.JSONField(verbose_name=_("Content"))
    due_by = models.DateTimeField(_("Due"), null=True)
    created_at = models.DateTimeField(verbose_name=_("Created"))
    state = models.CharField(_("State"), max_length=10, choices=IntentState.choices, db_default="new")
    external_id = models.CharField(max_length=200, db_default="", verbose_name=_("External ID"))
    ended_at = models.DateTimeField(_("Told at"), null=True)

    class Meta:
        verbose_name = _("Message to a channel")
        verbose_name_plural = _("Messages to channels")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "reference"],
                condition=~Q(state__in=["failed", "dropped"]),
                name="one_live_channel_intent",
            ),
            lease_only_in_flight("channel_lease_only_in_flight"),
        ]
        indexes = [
            models.Index(
                fields=["channel", "id"], condition=Q(state__in=["new", "inflight", "unknown"]), name="channel_intent_open"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.external_order}"
