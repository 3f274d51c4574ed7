"""Payments and their entries."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PaymentMethod(models.TextChoices):
    """How an order is paid."""

    PAID = "paid", _("Paid in the shop")
    MARKETPLACE = "marketplace", _("Paid by the marketplace")
    PREPAYMENT = "prepayment", _("Prepayment")
    INVOICE = "invoice", _("On account")


class Payment(models.Model):
    """What an order owes and what came of it. ``order_id`` belongs to the neighbouring room."""

    order_id = models.BigIntegerField(unique=True)
    method = models.CharField(_("Payment"), max_length=12, choices=PaymentMethod.choices)
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(_("Amount"), max_digits=19, decimal_places=4)
    authorized = models.DecimalField(max_digits=19, decimal_places=4, db_default=0)
    captured = models.DecimalField(_("Received"), max_digits=19, decimal_places=4, db_default=0)
    refund_pending = models.DecimalField(max_digits=19, decimal_places=4, db_default=0)
    refunded = models.DecimalField(max_digits=19, decimal_places=4, db_default=0)
    secured_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Payment")
        verbose_name_plural = _("Payments")
        constraints = [
            models.CheckConstraint(
                condition=Q(captured__gte=0, captured__lte=F("authorized")), name="captured_within_authorized"
            ),
            models.CheckConstraint(
                condition=Q(refund_pending__gte=0, refunded__gte=0, captured__gte=F("refunded") + F("refund_pending")),
                name="refunded_within_captured",
            ),
        ]


class PaymentEntry(models.Model):
    """Money that moved, once per reference."""

    payment = models.ForeignKey(Payment, models.RESTRICT, related_name="entries")
    kind = models.CharField(max_length=10)
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    reference = models.CharField(max_length=120)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("Payment entry")
        verbose_name_plural = _("Payment entries")
        constraints = [
            models.UniqueConstraint(fields=["payment", "kind", "reference"], name="payment_entry_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_entry_positive"),
        ]
