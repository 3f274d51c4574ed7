"""Debtors, postings and the files that were made of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Debtor(models.Model):
    """An account of those who owe us: a company has its own, consumers share one for each sales channel."""

    legal_entity = models.ForeignKey("platform.LegalEntity", models.RESTRICT, related_name="+")
    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField(_("Account"))
    name = models.CharField(_("Name"), max_length=120)
    customer = models.ForeignKey("customers.Customer", models.RESTRICT, null=True, related_name="+")

    class Meta:
        verbose_name = _("Debtor")
        verbose_name_plural = _("Debtors")
        constraints = [
            models.UniqueConstraint(fields=["legal_entity", "key"], name="debtor_once"),
            models.UniqueConstraint(fields=["legal_entity", "number"], name="debtor_number_once"),
            models.CheckConstraint(condition=Q(number__gte=10_000, number__lt=70_000), name="debtor_number_range"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Posting(models.Model):
    """An amount from one account to another. Never changed (a trigger refuses it), and chained to the one before.

    ``source`` and ``position`` say what it was derived from; that is posted once.
    """

    legal_entity = models.ForeignKey(
        "platform.LegalEntity", models.RESTRICT, verbose_name=_("Legal entity"), related_name="+"
    )
    sequence = models.BigIntegerField(_("No."))
    source = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    booked_on = models.DateField(_("Day"))
    debit = models.PositiveIntegerField(_("Debit"))
    credit = models.PositiveIntegerField(_("Credit"))
    amount = models.DecimalField(_("Amount"), max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    # How much of the amount is VAT; automatic accounts of DATEV take it out of the amount again, to the same cent.
    tax = models.DecimalField(_("VAT"), max_digits=19, decimal_places=4, db_default=0)
    rate = models.DecimalField(_("VAT %"), max_digits=5, decimal_places=2, db_default=0)
    tax_case = models.CharField(_("VAT case"), max_length=16, db_default="")
    country = models.CharField(_("Country"), max_length=2, db_default="")
    vat_id = models.CharField(max_length=20, db_default="")
    document = models.CharField(_("Document"), max_length=40, db_default="")
    due_on = models.DateField(null=True)
    supplied_on = models.DateField(null=True)
    text = models.CharField(_("Text"), max_length=60)
    order_id = models.BigIntegerField()
    posted_at = models.DateTimeField()
    posted_by = models.CharField(max_length=80)
    # SHA-256 of the posting and of the one before it (``rules.chain``), and of the document that it was derived from.
    evidence = models.CharField(max_length=64, db_default="")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("Posting")
        verbose_name_plural = _("Postings")
        constraints = [
            models.UniqueConstraint(fields=["source", "position"], name="posting_once"),
            models.UniqueConstraint(fields=["legal_entity", "sequence"], name="posting_sequence_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="posting_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="posting_two_accounts"),
        ]
        indexes = [
            models.Index(fields=["legal_entity", "booked_on"], name="posting_by_day"),
            models.Index(fields=["order_id"], name="posting_of_order"),
        ]


class ExchangeRate(models.Model):
    """How much of a currency one euro bought on average in a month, as the ministry of finance publishes it."""

    currency = models.CharField(_("Currency"), max_length=3)
    month_on = models.DateField(_("Month"))
    per_euro = models.DecimalField(_("For one euro"), max_digits=12, decimal_places=6)

    class Meta:
        verbose_name = _("Exchange rate")
        verbose_name_plural = _("Exchange rates")
        ordering = ("-month_on", "currency")
        constraints = [
            models.UniqueConstraint(fields=["currency", "month_on"], name="exchange_rate_once"),
            models.CheckConstraint(condition=Q(per_euro__gt=0), name="exchange_rate_positive"),
            models.CheckConstraint(condition=Q(month_on__day=1), name="exchange_rate_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.month_on:%Y-%m}"


class BookExport(models.Model):
    """A file for the tax adviser, as it was handed out."""

    legal_entity = models.ForeignKey(
        "platform.LegalEntity", models.RESTRICT, verbose_name=_("Legal entity"), related_name="+"
    )
    kind = models.CharField(_("Kind"), max_length=10)
    first_on = models.DateField(_("From"))
    last_on = models.DateField(_("Until"))
    rows = models.PositiveIntegerField(_("Rows"))
    file = models.ForeignKey("platform.StoredFile", models.RESTRICT, verbose_name=_("File"), related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("DATEV export")
        verbose_name_plural = _("DATEV exports")
