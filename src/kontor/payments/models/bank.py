"""Bank statements and their transactions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class BankStatement(models.Model):
    """A statement of a bank account, as it came. The same file is taken in once."""

    legal_entity = models.ForeignKey(
        "legal_entities.LegalEntity", models.RESTRICT, verbose_name=_("Legal entity"), related_name="+"
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
    PARTED = "parted", _("Told one by one")


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
                condition=Q(state=BankLineState.OPEN, settled_at=None)
                | Q(state__in=["booked", "ignored", "parted"], settled_at__isnull=False),
                name="bank_transaction_settled",
            ),
        ]
        indexes = [
            models.Index(fields=["booked_on"], condition=Q(state=BankLineState.OPEN), name="bank_transaction_open"),
            models.Index(
                fields=["-settled_at", "-id"],
                condition=~Q(state=BankLineState.OPEN),
                name="bank_transaction_settled_at",
            ),
        ]
