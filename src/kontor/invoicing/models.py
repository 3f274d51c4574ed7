"""Invoices and their lines."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """What a numbered document is. A correction is never called *Gutschrift*, which in VAT law the buyer issues."""

    INVOICE = "invoice", _("Invoice")
    REVERSAL = "reversal", _("Reversal invoice")
    CORRECTION = "correction", _("Invoice correction")


class Occasion(models.TextChoices):
    """What a document was issued on: an invoice on an order or a shipment of it, the others on what takes it back."""

    ORDERED = "ordered", _("Invoiced when it was ordered")
    SHIPPED = "shipped", _("Invoiced when it was shipped")
    CANCELLED = "cancelled", _("Cancelled after it was invoiced")
    CORRECTED = "corrected", _("Corrected by hand")


class Invoice(models.Model):
    """An issued invoice, reversal or correction. A trigger refuses every change but the one that hands in its paper.

    Amounts of reversals and corrections are negative, so that sums need no branch.
    """

    legal_entity = models.ForeignKey(
        "legal_entities.LegalEntity", models.RESTRICT, related_name="+", verbose_name=_("Legal entity")
    )
    series = models.CharField(max_length=40, verbose_name=_("Series"))
    year = models.PositiveSmallIntegerField(verbose_name=_("Year"))
    sequence = models.BigIntegerField(verbose_name=_("Number in the series"))
    number = models.CharField(_("Invoice"), max_length=40)
    order = models.ForeignKey("orders.Order", models.RESTRICT, verbose_name=_("Order"), related_name="+")
    source = models.CharField(max_length=60, unique=True, verbose_name=_("Source"))
    occasion = models.CharField(_("Occasion"), max_length=9, choices=Occasion.choices)
    kind = models.CharField(
        _("Kind"), max_length=10, choices=DocumentKind.choices, db_default="invoice", default="invoice"
    )
    corrects = models.ForeignKey(
        "self", models.RESTRICT, null=True, verbose_name=_("Corrects"), related_name="corrections"
    )
    # pricing.TaxCase, and what it was decided by.
    tax_case = models.CharField(_("VAT case"), max_length=16, db_default="domestic", default="domestic")
    tax_facts = models.JSONField(db_default={}, default=dict, verbose_name=_("Facts of the VAT case"))
    currency = models.CharField(max_length=3, verbose_name=_("Currency"))
    net = models.DecimalField(_("Net"), max_digits=19, decimal_places=4)
    tax = models.DecimalField(_("VAT"), max_digits=19, decimal_places=4)
    # What net and VAT miss of what was agreed (BT-114): a cent for each VAT group at most, more on corrections.
    rounding = models.DecimalField(_("Rounding"), max_digits=19, decimal_places=4, db_default=0, default=0)
    gross = models.DecimalField(_("Gross"), max_digits=19, decimal_places=4)
    due_on = models.DateField(_("Due"), null=True)
    recipient = models.JSONField(verbose_name=_("Recipient"))
    language = models.CharField(max_length=5, verbose_name=_("Language"))
    content = models.JSONField(verbose_name=_("Content"))
    issued_at = models.DateTimeField(_("Issued"))
    issued_on = models.DateField(verbose_name=_("Issued"))
    pdf = models.ForeignKey("platform.StoredFile", models.RESTRICT, null=True, related_name="+", verbose_name=_("PDF"))
    xml = models.ForeignKey("platform.StoredFile", models.RESTRICT, null=True, related_name="+", verbose_name=_("XML"))

    # From the time before this house: it has no paper here, and stands in no books and no archive of ours.
    imported = models.BooleanField(_("Taken along"), db_default=False, default=False)

    class Meta:
        verbose_name = _("Invoice")
        verbose_name_plural = _("Invoices")
        constraints = [
            models.UniqueConstraint(fields=["series", "sequence"], name="invoice_number_once"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("tax") + F("rounding")), name="invoice_gross"),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.INVOICE, corrects=None, gross__gte=0)
                | Q(kind__in=["reversal", "correction"], corrects__isnull=False, gross__lte=0),
                name="invoice_kind",
            ),
            models.UniqueConstraint(fields=["corrects"], condition=Q(kind=DocumentKind.REVERSAL), name="reversed_once"),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.INVOICE, occasion__in=["ordered", "shipped"])
                | Q(corrects__isnull=False, occasion__in=["cancelled", "corrected"]),
                name="invoice_occasion",
            ),
            models.CheckConstraint(condition=Q(sequence__gt=0), name="invoice_sequence_positive"),
        ]
        indexes = [
            models.Index(fields=["number"], name="invoice_by_number"),
            models.Index(fields=["issued_on", "id"], name="invoice_by_day"),
            models.Index(fields=["id"], condition=Q(pdf=None, imported=False), name="invoice_unwritten"),
            models.Index(fields=["issued_at", "id"], condition=Q(occasion="corrected"), name="invoice_corrected"),
        ]

    def __str__(self) -> str:
        return self.number


class PaperFailure(models.Model):
    """Why the paper of a document is not written yet, and when that is tried again; gone once it is there."""

    invoice = models.OneToOneField(Invoice, models.CASCADE, related_name="+")
    problem = models.TextField(_("Problem"))
    attempts = models.PositiveIntegerField(db_default=1, verbose_name=_("Attempts"))
    at = models.DateTimeField(_("At"))
    not_before = models.DateTimeField()


class ReceivedInvoice(models.Model):
    """An invoice of somebody else, kept as it came: a trigger refuses every change. The same one is kept once."""

    legal_entity = models.ForeignKey(
        "legal_entities.LegalEntity", models.RESTRICT, verbose_name=_("Legal entity"), related_name="+"
    )
    number = models.CharField(_("Invoice"), max_length=200)
    type_code = models.CharField(max_length=4)
    syntax = models.CharField(_("Syntax"), max_length=4)
    issued_on = models.DateField(_("Issued"), null=True)
    due_on = models.DateField(_("Due"), null=True)
    seller = models.CharField(_("From"), max_length=200)
    seller_vat_id = models.CharField(_("VAT id"), max_length=30, db_default="")
    buyer = models.CharField(_("To"), max_length=200)
    currency = models.CharField(max_length=3)
    net = models.DecimalField(_("Net"), max_digits=19, decimal_places=4)
    tax = models.DecimalField(_("VAT"), max_digits=19, decimal_places=4)
    gross = models.DecimalField(_("Gross"), max_digits=19, decimal_places=4)
    payable = models.DecimalField(_("To be paid"), max_digits=19, decimal_places=4)
    # Business terms by their numbers, every value with its path, and the rules that are broken.
    terms = models.JSONField()
    fields = models.JSONField()
    faults = models.JSONField()
    original = models.ForeignKey("platform.StoredFile", models.RESTRICT, related_name="+")
    xml = models.ForeignKey("platform.StoredFile", models.RESTRICT, related_name="+")
    attachments = models.ManyToManyField("platform.StoredFile", related_name="+")
    at = models.DateTimeField(_("Received"))
    by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("Received invoice")
        verbose_name_plural = _("Received invoices")
        constraints = [
            models.UniqueConstraint(
                fields=["legal_entity", "seller", "number", "issued_on"], nulls_distinct=False, name="received_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seller} {self.number}"
