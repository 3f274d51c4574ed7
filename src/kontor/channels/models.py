"""Channel accounts, listings, inbox."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ChannelKind(models.TextChoices):
    """What kind of sales channel it is."""

    MARKETPLACE = "marketplace", _("Marketplace")
    SHOP = "shop", _("Shop")
    STORE = "store", _("Store")
    PHONE = "phone", _("Telephone")
    IMPORT = "import", _("Import")


class Capability(models.TextChoices):
    """What a channel does itself or allows: flags instead of branches."""

    COLLECTS_PAYMENT = "collects_payment", _("Collects the payment")
    ISSUES_INVOICE = "issues_invoice", _("Issues the invoice")
    COLLECTS_VAT = "collects_vat", _("Collects the VAT")
    CANCEL_PART = "cancel_part", _("May cancel part of an order")
    SPLIT_SHIPMENT = "split_shipment", _("Allows split shipments")
    TELLS_BUYER = "tells_buyer", _("Notifies the buyer itself")


class Channel(models.Model):
    """An account on a marketplace, a shop, a store's till, the telephone."""

    code = models.CharField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    kind = models.CharField(_("Kind"), max_length=12, choices=ChannelKind.choices, default=ChannelKind.SHOP)
    legal_entity = models.ForeignKey("platform.LegalEntity", models.RESTRICT, related_name="+")
    active = models.BooleanField(_("Active"), default=True)
    currency = models.CharField(_("Currency"), max_length=3, default="EUR")
    prices_gross = models.BooleanField(_("Prices include VAT"), default=True)
    capabilities = ArrayField(
        models.CharField(max_length=20, choices=Capability.choices),
        verbose_name=_("Capabilities"),
        default=list,
        blank=True,
    )

    class Meta:
        verbose_name = _("Sales channel")
        verbose_name_plural = _("Sales channels")

    def __str__(self) -> str:
        return self.name


class Listing(models.Model):
    """An article as one channel shows it: the channel's article number and our SKU."""

    channel = models.ForeignKey(Channel, models.RESTRICT, related_name="listings")
    channel_sku = models.CharField(_("Channel SKU"), max_length=100)
    sku = models.ForeignKey("catalog.Sku", models.RESTRICT, verbose_name=_("SKU"), related_name="+")

    class Meta:
        verbose_name = _("Listing")
        verbose_name_plural = _("Listings")
        constraints = [models.UniqueConstraint(fields=["channel", "channel_sku"], name="listing_once")]

    def __str__(self) -> str:
        return self.channel_sku


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
    external_id = models.CharField(_("Their number"), max_length=200)
    body = models.BinaryField()
    received_at = models.DateTimeField(_("Received"))
    state = models.CharField(_("State"), max_length=11, choices=MessageState.choices, db_default="new")
    code = models.CharField(_("Reason"), max_length=80, db_default="")
    problem = models.TextField(_("What is wrong"), db_default="")
    attempts = models.PositiveIntegerField(db_default=0)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Inbound message")
        verbose_name_plural = _("Inbox and quarantine")
        constraints = [
            models.UniqueConstraint(fields=["channel", "kind", "external_id"], name="inbound_message_once"),
            models.CheckConstraint(condition=~Q(state="quarantined") | ~Q(code=""), name="quarantine_names_its_reason"),
        ]
        indexes = [
            models.Index(fields=["received_at"], condition=Q(state__in=["new", "quarantined"]), name="inbound_open")
        ]
