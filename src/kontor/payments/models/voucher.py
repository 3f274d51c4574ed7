"""Vouchers: money that was paid before the goods were chosen."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class VoucherPurpose(models.TextChoices):
    """Whether it is known at the sale what will be delivered, and where, and so its VAT (§ 3 (13) to (15) UStG)."""

    SINGLE = "single", _("Single purpose: taxed when sold")
    MULTI = "multi", _("Multi purpose: taxed when redeemed")


class Voucher(models.Model):
    """A voucher. Its code is shown once, when it is issued; only its fingerprint is kept, and its last four characters."""

    legal_entity = models.ForeignKey(
        "legal_entities.LegalEntity", models.RESTRICT, verbose_name=_("Legal entity"), related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(_("Ends in"), max_length=4)
    purpose = models.CharField(_("Kind of voucher"), max_length=6, choices=VoucherPurpose.choices)
    # Of a single-purpose voucher: what was taxed when it was sold.
    tax_class = models.CharField(_("Tax class"), max_length=10, blank=True, db_default="", default="")
    currency = models.CharField(_("Currency"), max_length=3)
    amount = models.DecimalField(_("Amount"), max_digits=19, decimal_places=4)
    left = models.DecimalField(_("Left"), max_digits=19, decimal_places=4)
    valid_until = models.DateField(_("Valid until"), null=True)
    # The order with which it was sold; it belongs to the neighbouring room.
    order_id = models.BigIntegerField(null=True)
    issued_at = models.DateTimeField(_("Issued"))
    # Who issued it alone; empty: two people have agreed to it, or an order paid for it.
    issued_person = models.CharField(max_length=90, db_default="", default="")
    issued_by = models.CharField(max_length=80)
    blocked_at = models.DateTimeField(_("Blocked"), null=True)
    # Until then the buyer got something else for what came back to it though nobody can use it.
    settled_at = models.DateTimeField(_("Settled"), null=True)

    class Meta:
        verbose_name = _("Voucher")
        verbose_name_plural = _("Vouchers")
        constraints = [
            models.CheckConstraint(
                condition=Q(left__gte=0, left__lte=F("amount"), amount__gt=0), name="voucher_left_within_amount"
            ),
            models.CheckConstraint(
                condition=(Q(purpose=VoucherPurpose.SINGLE) & ~Q(tax_class=""))
                | Q(purpose=VoucherPurpose.MULTI, tax_class=""),
                name="voucher_purpose",
            ),
        ]

    def __str__(self) -> str:
        return f"…{self.hint}"


class VoucherEntry(models.Model):
    """What was redeemed of a voucher with an order, and what of it was given back to the voucher. Never changed."""

    voucher = models.ForeignKey(Voucher, models.RESTRICT, related_name="entries")
    kind = models.CharField(max_length=8)
    amount = models.DecimalField(_("Amount"), max_digits=19, decimal_places=4)
    order_id = models.BigIntegerField(db_index=True)
    reference = models.CharField(max_length=60)
    at = models.DateTimeField(_("At"))
    by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("Voucher entry")
        verbose_name_plural = _("Voucher entries")
        constraints = [
            models.UniqueConstraint(fields=["voucher", "kind", "reference"], name="voucher_entry_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, kind__in=["redeemed", "returned"]), name="voucher_entry_positive"
            ),
        ]
        indexes = [models.Index(fields=["at"], name="voucher_entry_by_time")]
