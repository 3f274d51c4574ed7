"""What is on offer on a channel, as we want it and as the channel last acknowledged it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kontor.channels.models.channel import Channel, Listing


class OfferState(models.TextChoices):
    """Where the publishing of an offer stands."""

    WAITING = "waiting", _("To be published")
    INFLIGHT = "inflight", _("Being published")
    UNKNOWN = "unknown", _("Outcome unknown")
    PUBLISHED = "published", _("Published")
    REFUSED = "refused", _("Refused by the channel")
    SUPPRESSED = "suppressed", _("Availability unknown")


class Offer(models.Model):
    """Quantity and price of a listing. Versions only rise; what is published is never newer than what is wanted."""

    listing = models.OneToOneField(Listing, models.CASCADE, related_name="offer", verbose_name=_("Listing"))
    channel = models.ForeignKey(
        Channel, models.CASCADE, related_name="+", db_index=False, verbose_name=_("Sales channel")
    )
    wanted = models.IntegerField(_("Quantity"), null=True)
    wanted_version = models.BigIntegerField(db_default=0, verbose_name=_("Wanted version"))
    published = models.IntegerField(_("Published"), null=True)
    published_version = models.BigIntegerField(db_default=0, verbose_name=_("Published version"))
    available = models.IntegerField(_("Available"), null=True)
    buffer = models.IntegerField(_("Held back"), db_default=0)
    # The figures it was computed from; empty where it is fixed.
    buffer_why = models.JSONField(db_default={}, verbose_name=_("Why so much is held back"))
    # When the oldest change came that the channel does not know yet.
    changed_at = models.DateTimeField(null=True, verbose_name=_("Changed"))
    published_at = models.DateTimeField(_("Acknowledged"), null=True)
    wanted_price = models.DecimalField(max_digits=19, decimal_places=4, null=True, verbose_name=_("Wanted price"))
    published_price = models.DecimalField(_("Published price"), max_digits=19, decimal_places=4, null=True)
    # A price that the channel refused is not told again; another one is.
    refused_price = models.DecimalField(max_digits=19, decimal_places=4, null=True, verbose_name=_("Refused price"))
    price_problem = models.TextField(_("Problem of the price"), db_default="")
    # Since when the channel answers nothing to a price that it is told again and again.
    price_unheard_since = models.DateTimeField(null=True, verbose_name=_("Price unheard since"))
    state = models.CharField(_("State"), max_length=10, choices=OfferState.choices, db_default="waiting")
    lease_until = models.DateTimeField(null=True, verbose_name=_("In work until"))
    problem = models.TextField(_("Problem"), db_default="")

    class Meta:
        verbose_name = _("Offer")
        verbose_name_plural = _("Offers")
        constraints = [
            models.CheckConstraint(condition=Q(published_version__lte=F("wanted_version")), name="offer_versions"),
            models.CheckConstraint(condition=Q(wanted__gte=0) | Q(wanted=None), name="offer_wanted_not_negative"),
            # What is held back is never offered (I20).
            models.CheckConstraint(
                condition=Q(wanted=None) | Q(wanted=0) | Q(wanted__lte=F("available") - F("buffer")),
                name="offer_within_available",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "id"], condition=~Q(state__in=["published", "refused", "suppressed"]), name="offer_due"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.listing)


class OfferPublication(models.Model):
    """One quantity that a channel acknowledged, with what was available when it was decided. Never changed."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="publications")
    version = models.BigIntegerField()
    quantity = models.IntegerField()
    available = models.IntegerField()
    buffer = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "version"], name="publication_once")]
