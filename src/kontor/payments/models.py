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
    # The day on which the bank or the provider booked it; empty: the day on which we heard of it.
    booked_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("Payment entry")
        verbose_name_plural = _("Payment entries")
        constraints = [
            models.UniqueConstraint(fields=["payment", "kind", "reference"], name="payment_entry_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_entry_positive"),
        ]


class BankStatement(models.Model):
    """A statement of a bank account, as it came. The same file is taken in once."""

    legal_entity = models.ForeignKey(
        "platform.LegalEntity", models.RESTRICT, verbose_name=_("Legal entity"), related_name="+"
    )
    account = models.CharField(_("Account"), max_length=60)
    number = models.CharField(_("No."), max_length=60)
    format = models.CharField(max_length=10, db_default="")
    currency = models.CharField(max_length=3)
    opening = models.DecimalField(_("Opening balance"), max_digits=19, decimal_places=4, null=True)
    closing = models.DecimalField(_("Closing balance"), max_digits=19, decimal_places=4, null=True)
    file = models.ForeignKey("platform.StoredFile", models.RESTRICT, verbose_name=_("File"), related_name="+")
    at = models.DateTimeField(_("Taken in"))
    by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("Bank statement")
        verbose_name_plural = _("Bank statements")


class BankLineState(models.TextChoices):
    """What became of a transaction."""

    OPEN = "open", _("To be matched")
    BOOKED = "booked", _("Booked")
    IGNORED = "ignored", _("No business of an order")


class BankTransaction(models.Model):
    """A transaction on a bank account, once however many statements tell it. What it pays is booked on payments."""

    statement = models.ForeignKey(BankStatement, models.RESTRICT, related_name="transactions")
    account = models.CharField(max_length=60)
    # What it tells (``rules.name_lines``), numbered where several are alike.
    fingerprint = models.CharField(max_length=120)
    booked_on = models.DateField(_("Day"))
    valued_on = models.DateField()
    amount = models.DecimalField(_("Amount"), max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    name = models.CharField(_("Name"), max_length=200)
    iban = models.CharField(_("IBAN"), max_length=40)
    purpose = models.TextField(_("Purpose"))
    end_to_end = models.CharField(max_length=80, db_default="")
    bank_reference = models.CharField(max_length=80, db_default="")
    batch = models.CharField(max_length=80, db_default="")
    state = models.CharField(_("State"), max_length=8, choices=BankLineState.choices)
    score = models.PositiveSmallIntegerField(_("Score"), null=True)
    # [{"shares": [[order id, amount as text], …], "score": n, "reasons": […]}, …], the best first.
    proposals = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, db_default="")

    class Meta:
        verbose_name = _("Bank transaction")
        verbose_name_plural = _("Bank transactions")
        constraints = [
            models.UniqueConstraint(fields=["account", "fingerprint"], name="bank_transaction_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="bank_transaction_moves"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None)
                | Q(state__in=["booked", "ignored"], settled_at__isnull=False),
                name="bank_transaction_settled",
            ),
        ]
        indexes = [models.Index(fields=["booked_on"], condition=Q(state="open"), name="bank_transaction_open")]
