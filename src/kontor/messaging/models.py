"""Templates and messages."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
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


class Webhook(models.Model):
    """Where another program hears the news. ``place``: how far in the feed it was told; ``news``: of what (empty: of all)."""

    name = models.CharField(_("Name"), max_length=60, unique=True)
    url = models.CharField(_("Address"), max_length=200)
    # Encrypted and bound to its row (``platform.keep.vault``).
    secret = models.BinaryField(default=b"")
    news = ArrayField(models.CharField(max_length=40), verbose_name=_("News"), default=list, blank=True)
    place = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(_("Created"))
    paused_at = models.DateTimeField(_("Paused"), null=True)
    # Since when nothing has got through, until when it is left alone, and when Kontor gave it up.
    failing_since = models.DateTimeField(null=True)
    quiet_until = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(_("Given up"), null=True)

    class Meta:
        verbose_name = _("Webhook")
        verbose_name_plural = _("Webhooks")

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One piece of news for one webhook, and what came of it. ``due_at``: when it is tried next; else it is done or given up."""

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="+", verbose_name=_("Webhook"))
    place = models.BigIntegerField(verbose_name=_("Place"))
    news = models.CharField(_("News"), max_length=40)
    body = models.TextField(verbose_name=_("Content"))
    created_at = models.DateTimeField(verbose_name=_("Created"))
    due_at = models.DateTimeField(_("Next try"), null=True)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), db_default=0, default=0)
    tried_at = models.DateTimeField(_("Tried"), null=True)
    status = models.PositiveSmallIntegerField(_("Answer"), null=True)
    took_ms = models.PositiveIntegerField(_("Took (ms)"), null=True)
    problem = models.CharField(_("Problem"), max_length=500, db_default="", default="")
    done_at = models.DateTimeField(_("Told"), null=True)
    given_up_at = models.DateTimeField(_("Given up"), null=True)

    class Meta:
        verbose_name = _("Webhook delivery")
        verbose_name_plural = _("Webhook deliveries")
        constraints = [
            models.UniqueConstraint(fields=["webhook", "place"], name="webhook_delivery_once"),
            models.CheckConstraint(
                condition=Q(due_at=None) ^ Q(done_at=None, given_up_at=None), name="webhook_delivery_due_until_it_ends"
            ),
            models.CheckConstraint(condition=Q(done_at=None) | Q(given_up_at=None), name="webhook_delivery_ends_once"),
        ]
        indexes = [
            models.Index(fields=["webhook", "due_at"], condition=Q(due_at__isnull=False), name="webhook_delivery_due")
        ]

    def __str__(self) -> str:
        return f"{self.news} {self.place}"
