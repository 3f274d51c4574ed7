"""Channels and what is listed there."""

from __future__ import annotations

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
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
    INVOICE_AT_ORDER = "invoice_at_order", _("We invoice when it is ordered, not when it is shipped")
    COLLECTS_VAT = "collects_vat", _("Collects the VAT")
    CANCEL_PART = "cancel_part", _("May cancel part of an order")
    SPLIT_SHIPMENT = "split_shipment", _("Allows split shipments")
    TELLS_BUYER = "tells_buyer", _("Notifies the buyer itself")
    OWNS_LABEL = "owns_label", _("Owns the shipping label")
    OWN_DELIVERY = "own_delivery", _("We deliver ourselves: its parcels carry our own numbers")
    OWNS_RETURN_LABEL = "owns_return_label", _("Owns the return label")
    NEEDS_RETURN_TRACKING = "needs_return_tracking", _("Demands a return tracking number")
    GIVES_SHIP_BY = "gives_ship_by", _("Gives the ship-by time")
    GIVES_DELIVER_BY = "gives_deliver_by", _("Gives the deliver-by time")
    COUNTS_EARLY = "counts_early", _("Counts early delivery against us")


class VatRounding(models.TextChoices):
    """On what the VAT of net prices is rounded (``pricing.TaxRounding``)."""

    LINE = "line", _("Each line's VAT")
    RATE = "rate", _("The VAT of each rate's sum")


class Channel(models.Model):
    """An account on a marketplace, a shop, a store's till, the telephone."""

    code = models.CharField(_("Code"), max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    kind = models.CharField(_("Kind"), max_length=12, choices=ChannelKind.choices, default=ChannelKind.SHOP)
    legal_entity = models.ForeignKey(
        "legal_entities.LegalEntity", models.RESTRICT, related_name="+", verbose_name=_("Legal entity")
    )
    active = models.BooleanField(_("Active"), default=True)
    currency = models.CharField(_("Currency"), max_length=3, default="EUR")
    prices_gross = models.BooleanField(_("Prices include VAT"), default=True)
    vat_rounding = models.CharField(
        _("Rounding of net prices"), max_length=4, choices=VatRounding.choices, default="line", db_default="line"
    )
    # Whose prices a buyer gets here who belongs to no group of his own.
    group = models.ForeignKey(
        "customers.CustomerGroup",
        models.RESTRICT,
        null=True,
        blank=True,
        verbose_name=_("Customer group"),
        related_name="+",
    )
    capabilities = ArrayField(
        models.CharField(max_length=30, choices=Capability.choices),
        verbose_name=_("Capabilities"),
        default=list,
        blank=True,
    )
    # Where the channel counts its days: its holidays, its cut-off, its promise. Used where it gives no times itself.
    country = models.CharField(_("Country"), max_length=2, default="DE")
    cut_off = models.TimeField(_("Cut-off"), default=time(14, 0))
    handling_days = models.PositiveSmallIntegerField(_("Handling days"), default=1)
    transit_days = models.PositiveSmallIntegerField(_("Transit days"), default=3)
    # None: the fixed channel buffer. Else the share of moments in which more may be sold than is there.
    oversell_risk = models.DecimalField(
        _("Accepted oversell risk"), max_digits=6, decimal_places=5, null=True, blank=True
    )

    # Prepayments that do not come: days until the buyer is reminded, and until the order is cancelled. 0: never.
    remind_unpaid_days = models.PositiveSmallIntegerField(
        _("Remind of an unpaid prepayment after days"), default=7, db_default=7, help_text=_("0: never.")
    )
    cancel_unpaid_days = models.PositiveSmallIntegerField(
        _("Cancel an unpaid prepayment after days"), default=21, db_default=21,
        help_text=_("Its stock is free again then. 0: never."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("Sales channel")
        verbose_name_plural = _("Sales channels")

    def __str__(self) -> str:
        return self.name


class Listing(models.Model):
    """An article as one channel shows it: the channel's article number and our SKU."""

    channel = models.ForeignKey(Channel, models.RESTRICT, related_name="listings", verbose_name=_("Sales channel"))
    channel_sku = models.CharField(_("Channel SKU"), max_length=100)
    sku = models.ForeignKey("catalog.Sku", models.RESTRICT, verbose_name=_("SKU"), related_name="+")
    price = models.DecimalField(_("Price there"), max_digits=19, decimal_places=4, null=True, blank=True)
    # The channel's own id of the offer, learned from it.
    ref = models.CharField(_("Their id"), max_length=200, blank=True, db_default="", default="")

    class Meta:
        verbose_name = _("Listing")
        verbose_name_plural = _("Listings")
        constraints = [models.UniqueConstraint(fields=["channel", "channel_sku"], name="listing_once")]

    def __str__(self) -> str:
        return self.channel_sku
