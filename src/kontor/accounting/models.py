"""Debtors, postings and the files that were made of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kontor.accounting.rules.source import Source


class Debtor(models.Model):
    """An account of those who owe us: a company has its own, consumers share one for each sales channel."""

    legal_entity = models.ForeignKey(
        "legal_entities.LegalEntity", models.RESTRICT, related_name="+", verbose_name=_("Legal entity")
    )
    key = models.CharField(max_length=60, verbose_name=_("Key"))
    number = models.PositiveIntegerField(_("Account"))
    name = models.CharField(_("Name"), max_length=120)
    customer = models.ForeignKey(
        "customers.Customer", models.RESTRICT, null=True, related_name="+", verbose_name=_("Customer")
    )

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


class SourceKind(models.TextChoices):
    """What a posting is derived from."""

    PAPER = "paper", _("Document")
    MONEY = "money", _("Movement of money")
    VOUCHER = "voucher", _("Voucher")
    SETTLEMENT = "settlement", _("Booking of a sales channel")
    PROVIDER = "provider", _("Booking of a payment provider")
    DUNNING = "dunning", _("Reminder")
    WAIVER = "waiver", _("Costs of a reminder, waived")


class Posting(models.Model):
    """An amount from one account to another. Never changed (a trigger refuses it), and chained to the one before.

    ``source_kind`` and ``source_id`` say what it was derived from: that is posted once, ``position`` after ``position``.
    """

    legal_entity = models.ForeignKey(
        "legal_entities.LegalEntity", models.RESTRICT, verbose_name=_("Legal entity"), related_name="+"
    )
    sequence = models.BigIntegerField(_("No."))
    source_kind = models.CharField(_("Source"), max_length=12, choices=SourceKind.choices)
    source_id = models.BigIntegerField(_("No. of the source"))
    position = models.PositiveSmallIntegerField(verbose_name=_("Position"))
    booked_on = models.DateField(_("Day"))
    debit = models.PositiveIntegerField(_("Debit"))
    credit = models.PositiveIntegerField(_("Credit"))
    amount = models.DecimalField(_("Amount"), max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3, verbose_name=_("Currency"))
    # How much of the amount is VAT; automatic accounts of DATEV take it out of the amount again, to the same cent.
    tax = models.DecimalField(_("VAT"), max_digits=19, decimal_places=4, db_default=0)
    rate = models.DecimalField(_("VAT %"), max_digits=5, decimal_places=2, db_default=0)
    tax_case = models.CharField(_("VAT case"), max_length=16, db_default="")
    country = models.CharField(_("Country"), max_length=2, db_default="")
    vat_id = models.CharField(max_length=20, db_default="", verbose_name=_("VAT id"))
    document = models.CharField(_("Document"), max_length=40, db_default="")
    due_on = models.DateField(null=True, verbose_name=_("Due on"))
    supplied_on = models.DateField(null=True, verbose_name=_("Date of supply"))
    text = models.CharField(_("Text"), max_length=60)
    order_id = models.BigIntegerField(verbose_name=_("Order"))
    posted_at = models.DateTimeField(verbose_name=_("Posted at"))
    posted_by = models.CharField(max_length=80, verbose_name=_("Posted by"))
    # SHA-256 of the posting and of the one before it (``rules.chain``), and of the document that it was derived from.
    evidence = models.CharField(max_length=64, db_default="", verbose_name=_("Evidence"))
    previous = models.CharField(max_length=64, verbose_name=_("Fingerprint of the one before"))
    digest = models.CharField(max_length=64, verbose_name=_("Fingerprint"))

    class Meta:
        verbose_name = _("Posting")
        verbose_name_plural = _("Postings")
        constraints = [
            models.UniqueConstraint(fields=["source_kind", "source_id", "position"], name="posting_once"),
            models.UniqueConstraint(fields=["legal_entity", "sequence"], name="posting_sequence_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="posting_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="posting_two_accounts"),
        ]
        indexes = [
            models.Index(fields=["legal_entity", "booked_on"], name="posting_by_day"),
            models.Index(fields=["order_id"], name="posting_of_order"),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.text}".strip()

    @property
    def source(self) -> Source:
        """Return what it was derived from."""
        return Source(self.source_kind, self.source_id)


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


class DayRate(models.Model):
    """How much of a currency one euro bought on a day, as the European Central Bank publishes it. The OSS return asks for that of
    the quarter's last day.
    """

    currency = models.CharField(_("Currency"), max_length=3)
    on = models.DateField(_("Day"))
    per_euro = models.DecimalField(_("For one euro"), max_digits=12, decimal_places=6)

    class Meta:
        verbose_name = _("Exchange rate of a day")
        verbose_name_plural = _("Exchange rates of days")
        ordering = ("-on", "currency")
        constraints = [
            models.UniqueConstraint(fields=["currency", "on"], name="day_rate_once"),
            models.CheckConstraint(condition=Q(per_euro__gt=0), name="day_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.on}"


class DunningLevel(models.Model):
    """When a reminder is due and what it costs. Without any, the built-in ones hold (``rules.DEFAULT_STEPS``)."""

    legal_entity = models.ForeignKey(
        "legal_entities.LegalEntity", models.RESTRICT, verbose_name=_("Legal entity"), related_name="+"
    )
    level = models.PositiveSmallIntegerField(_("Level"))
    days_after = models.PositiveSmallIntegerField(_("Days after due day or last letter"))
    days_to_pay = models.PositiveSmallIntegerField(_("Days to pay"))
    fee = models.DecimalField(_("Fee"), max_digits=19, decimal_places=4, default=0)
    interest = models.BooleanField(_("Interest"), default=False)
    lump_sum = models.BooleanField(_("40 € from businesses"), default=False)

    class Meta:
        verbose_name = _("Dunning level")
        verbose_name_plural = _("Dunning levels")
        ordering = ("legal_entity", "level")
        constraints = [
            models.UniqueConstraint(fields=["legal_entity", "level"], name="dunning_level_once"),
            models.CheckConstraint(condition=Q(level__gt=0, fee__gte=0), name="dunning_level_positive"),
            # The first reminder puts into default; what it costs is not owed.
            models.CheckConstraint(
                condition=Q(level__gt=1) | Q(fee=0, interest=False, lump_sum=False), name="first_reminder_free"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}"


class BaseRate(models.Model):
    """The base rate of a half-year, as the Bundesbank publishes it (section 247 BGB)."""

    from_on = models.DateField(_("From"), unique=True)
    rate = models.DecimalField(_("Base rate (%)"), max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = _("Base rate")
        verbose_name_plural = _("Base rates")
        ordering = ("-from_on",)
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__day=1, from_on__month__in=[1, 7]), name="base_rate_of_half_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_on}: {self.rate} %"


class DunningStop(models.Model):
    """An order that is not reminded, and why; until a day, or for good."""

    order_id = models.BigIntegerField(unique=True)
    reason = models.CharField(_("Reason"), max_length=200)
    until = models.DateField(_("Until"), null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("Dunning stop")
        verbose_name_plural = _("Dunning stops")


class DunningLetter(models.Model):
    """A reminder that was sent. Never changed; each level once."""

    legal_entity = models.ForeignKey("legal_entities.LegalEntity", models.RESTRICT, related_name="+")
    order_id = models.BigIntegerField()
    level = models.PositiveSmallIntegerField(_("Level"))
    on = models.DateField(_("Day"))
    open = models.DecimalField(_("Open"), max_digits=19, decimal_places=4)
    fee = models.DecimalField(_("Fee"), max_digits=19, decimal_places=4)
    interest = models.DecimalField(_("Interest"), max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    pay_by = models.DateField(_("Pay by"))
    file = models.ForeignKey("platform.StoredFile", models.RESTRICT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("Dunning letter")
        verbose_name_plural = _("Dunning letters")
        constraints = [
            models.UniqueConstraint(fields=["order_id", "level"], name="dunning_letter_once"),
            models.CheckConstraint(
                condition=Q(open__gt=0, fee__gte=0, interest__gte=0), name="dunning_letter_positive"
            ),
        ]


class BookExport(models.Model):
    """A file for the tax adviser, as it was handed out."""

    legal_entity = models.ForeignKey(
        "legal_entities.LegalEntity", models.RESTRICT, verbose_name=_("Legal entity"), related_name="+"
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


class ArchiveEntry(models.Model):
    """A document in the archive: its fingerprint, chained to the one before, and how long it is kept. Never changed."""

    legal_entity = models.ForeignKey(
        "legal_entities.LegalEntity", models.RESTRICT, verbose_name=_("Legal entity"), related_name="+"
    )
    sequence = models.BigIntegerField(_("No."))
    kind = models.CharField(_("Kind"), max_length=20)
    document_id = models.BigIntegerField()
    made_on = models.DateField(_("Day"))
    keep_until = models.DateField(_("Kept until"))
    # SHA-256 of what stands on the document and of its files, and of this entry with the one before.
    evidence = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("Archive entry")
        verbose_name_plural = _("Archive entries")
        constraints = [
            models.UniqueConstraint(fields=["kind", "document_id"], name="archived_once"),
            models.UniqueConstraint(fields=["legal_entity", "sequence"], name="archive_sequence_once"),
            models.CheckConstraint(condition=Q(keep_until__gt=F("made_on")), name="archive_kept_longer"),
        ]
