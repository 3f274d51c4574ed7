"""A connection to a channel's API, and what is shared by all workers that use it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from kontor.channels.models.channel import Channel
from kontor.platform.outside.account import Account


class ConnectionState(models.TextChoices):
    """Whether the connection works."""

    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    NEEDS_LOGIN = "needs_login", _("Credentials refused")


class Connection(Account):
    """How a channel is reached."""

    channel = models.OneToOneField(Channel, models.RESTRICT, related_name="connection")
    connector = models.CharField(_("Connector"), max_length=40)
    state = models.CharField(_("State"), max_length=11, choices=ConnectionState.choices, default="active")
    # Everything that changed before this has been kept; it moves in the transaction that keeps the last page.
    connected_at = models.DateTimeField(db_default=Now())
    orders_until = models.DateTimeField(_("Orders fetched until"))
    # What the channel booked before this has been kept.
    settled_until = models.DateTimeField(null=True)
    next_poll_at = models.DateTimeField(_("Next poll"), db_index=True)
    last_poll_at = models.DateTimeField(_("Last poll"), null=True)
    last_order_at = models.DateTimeField(_("Last order"), null=True)
    failures = models.PositiveIntegerField(_("Failures in a row"), default=0)
    # Moving mean of the time from a stock change to the channel's acknowledgement.
    stock_latency_s = models.FloatField(_("Stock latency (s)"), null=True)
    # Of each of the last calls, how long the slowest twentieth of its changes had waited.
    latencies = ArrayField(models.FloatField(), db_default=[], default=list)

    class Meta:
        verbose_name = _("Connection")
        verbose_name_plural = _("Connections")

    def __str__(self) -> str:
        return f"{self.channel.code} ({self.connector})"


class Settlement(models.Model):
    """An amount that a channel booked on our account there, as it told it; once, and never changed."""

    channel = models.ForeignKey(Channel, models.RESTRICT, verbose_name=_("Sales channel"), related_name="+")
    external_id = models.CharField(max_length=200)
    kind = models.CharField(_("Kind"), max_length=60)
    external_order = models.CharField(_("Their order"), max_length=200, db_index=True)
    amount = models.DecimalField(_("Amount"), max_digits=19, decimal_places=4)
    fee = models.DecimalField(_("Fee"), max_digits=19, decimal_places=4, db_default=0)
    currency = models.CharField(max_length=3)
    booked_at = models.DateTimeField(_("Booked"))
    heard_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Settlement")
        verbose_name_plural = _("Settlements")
        constraints = [models.UniqueConstraint(fields=["channel", "external_id"], name="settlement_once")]


class CallTally(models.Model):
    """Calls to a channel in one hour, and how many of them failed."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+")
    hour = models.DateTimeField()
    calls = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "hour"], name="call_tally_once")]


class PushReceipt(models.Model):
    """A push message that was verified: the same delivery is not heard twice."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="+")
    delivery_id = models.CharField(max_length=200)
    topic = models.CharField(max_length=100)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "delivery_id"], name="push_once")]
