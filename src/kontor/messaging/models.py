"""Templates and messages."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MessageTemplate(models.Model):
    """The merchant's own wording; where there is none, the built-in one is used."""

    kind = models.CharField(_("Kind"), max_length=30)
    language = models.CharField(_("Language"), max_length=5)
    subject = models.CharField(_("Subject"), max_length=200)
    body = models.TextField(_("Text"))

    class Meta:
        verbose_name = _("Message template")
        verbose_name_plural = _("Message templates")
        constraints = [models.UniqueConstraint(fields=["kind", "language"], name="template_once")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"


class MessageState(models.TextChoices):
    """Where a message stands."""

    QUEUED = "queued", _("Waits to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    KEPT = "kept", _("Kept here, not sent: no mail server")
    FAILED = "failed", _("Failed")


class Message(models.Model):
    """One message to a buyer; ``reference`` is its cause, so that it is never written twice."""

    kind = models.CharField(_("Kind"), max_length=30)
    reference = models.CharField(max_length=60, verbose_name=_("Reference"))
    order_id = models.BigIntegerField(null=True, db_index=True, verbose_name=_("Order"))
    language = models.CharField(max_length=5, verbose_name=_("Language"))
    recipient = models.CharField(_("To"), max_length=254)
    subject = models.CharField(_("Subject"), max_length=200)
    body = models.TextField(_("Text"))
    # What goes with it: SHA-256 of stored files.
    files = models.JSONField(_("Files"), db_default=[], default=list)
    state = models.CharField(_("State"), max_length=8, choices=MessageState.choices, db_default="queued")
    problem = models.TextField(db_default="", verbose_name=_("Problem"))
    attempts = models.PositiveSmallIntegerField(_("Attempts"), db_default=0, default=0)
    # When the last try began, and when the next one may; without the latter a person decides.
    tried_at = models.DateTimeField(null=True, verbose_name=_("Tried"))
    not_before = models.DateTimeField(null=True, verbose_name=_("Next try"))
    written_at = models.DateTimeField(_("Written"))
    sent_at = models.DateTimeField(null=True, verbose_name=_("Sent"))

    class Meta:
        verbose_name = _("Message")
        verbose_name_plural = _("Messages")
        constraints = [models.UniqueConstraint(fields=["kind", "reference"], name="message_once")]
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=["queued", "sending", "failed"]), name="message_unsent")
        ]

    def __str__(self) -> str:
        return self.subject
