"""The inbox: what channels sent, as it came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    """Where a raw message stands."""

    NEW = "new", _("New")
    DONE = "done", _("Taken in")
    QUARANTINED = "quarantined", _("In quarantine")
    DISCARDED = "discarded", _("Discarded")


class InboundMessage(models.Model):
    """A message as it came, kept once and for ever; what failed waits here with its reason."""

    channel = models.CharField(_("Sales channel"), max_length=100)
    kind = models.CharField(_("Kind"), max_length=100)
    # Whose connector fetched it, and reads it.
    connector = models.CharField(_("Connector"), max_length=40, db_default="")
    external_id = models.CharField(_("Their number"), max_length=200)
    body = models.BinaryField(verbose_name=_("Content"))
    received_at = models.DateTimeField(_("Received"))
    state = models.CharField(_("State"), max_length=11, choices=MessageState.choices, db_default="new")
    code = models.CharField(_("Reason"), max_length=80, db_default="")
    problem = models.TextField(_("What is wrong"), db_default="")
    attempts = models.PositiveIntegerField(db_default=0, verbose_name=_("Attempts"))
    closed_at = models.DateTimeField(null=True, verbose_name=_("Settled"))
    # The order it tells of and when that changed there: an older message never undoes what a newer one said.
    subject = models.CharField(_("Their order"), max_length=200, db_default="")
    changed_at = models.DateTimeField(null=True, verbose_name=_("Changed"))

    class Meta:
        verbose_name = _("Inbound message")
        verbose_name_plural = _("Inbox and quarantine")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "kind", "connector", "external_id"], name="inbound_message_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.QUARANTINED) | ~Q(code=""), name="quarantine_names_its_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["received_at"], condition=Q(state__in=["new", "quarantined"]), name="inbound_open"),
            models.Index(fields=["channel", "id"], condition=Q(state=MessageState.NEW), name="inbound_new"),
            models.Index(fields=["channel", "subject"], condition=~Q(subject=""), name="inbound_by_order"),
        ]

    def __str__(self) -> str:
        return self.external_id or f"{self.kind} {self.pk}"
