"""What payment providers booked on our accounts there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kontor.payments.models.money import Payment, ProviderAccount


class BookingKind(models.TextChoices):
    """What a booking is."""

    PAYMENT = "payment", _("Payment")
    REFUND = "refund", _("Refund")
    DISPUTE = "dispute", _("Dispute")
    FEE = "fee", _("Fee")
    PAYOUT = "payout", _("Payout")
    RESERVE = "reserve", _("Reserve")
    OTHER = "other", _("Other")


class ProviderBooking(models.Model):
    """An amount on the account at a provider: positive is ours; ``fee`` is what of it the provider kept, negative, or
    positive where it gave one back. Never changed (a trigger refuses it).
    """

    account = models.ForeignKey(ProviderAccount, models.RESTRICT, verbose_name=_("Payment account"), related_name="+")
    external_id = models.CharField(max_length=120)
    kind = models.CharField(_("Kind"), max_length=8, choices=BookingKind.choices)
    payment = models.ForeignKey(Payment, models.RESTRICT, null=True, related_name="+")
    amount = models.DecimalField(_("Amount"), max_digits=19, decimal_places=4)
    fee = models.DecimalField(_("Fee"), max_digits=19, decimal_places=4, db_default=0)
    currency = models.CharField(max_length=3)
    booked_at = models.DateTimeField(_("Booked"))
    heard_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Booking of a provider")
        verbose_name_plural = _("Bookings of providers")
        constraints = [models.UniqueConstraint(fields=["account", "external_id"], name="provider_booking_once")]
